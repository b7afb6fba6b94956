import { registry } from "@web/core/registry";

const state = (name) => `.o_company_approval_state[data-state=${name}]`;

/** Opinions are typed, not chosen: the tours run in any language. */
function confirmDialog(opinion) {
    const steps = opinion ? [{ trigger: ".modal textarea", run: `edit ${opinion}` }] : [];
    return [...steps, { content: "confirm", trigger: ".modal .o_company_confirm:enabled", run: "click" }];
}

registry.category("web_tour.tours").add("company_approval_submit", {
    steps: () => [
        { trigger: ".o_field_widget[name=name] input", run: "edit Welding rods" },
        { trigger: ".o_field_widget[name=amount] input", run: "edit 500" },
        { content: "who will decide?", trigger: ".o_company_action_preview", run: "click" },
        { content: "the head will", trigger: ".modal .o_company_preview li:contains(Li Manager)" },
        { content: "submit from the preview", trigger: ".modal .o_company_confirm", run: "click" },
        { content: "the form was saved and waits", trigger: `body:not(:has(.modal)) ${state("pending")}` },
        { trigger: ".o_company_waiting:contains(Li Manager)" },
        { content: "the requester may take it back", trigger: ".o_company_action_withdraw" },
        { content: "but not decide", trigger: "body:not(:has(.o_company_action_approve))" },
    ],
});

registry.category("web_tour.tours").add("company_approval_approve", {
    steps: () => [
        { content: "one document waits", trigger: ".o_company_todo_counter:contains(1)" },
        { trigger: ".o_company_todo_systray", run: "click" },
        { content: "open it from the bar", trigger: ".o_company_todo_item:contains(Welding rods)", run: "click" },
        { trigger: ".o_company_action_approve", run: "click" },
        ...confirmDialog(),
        { content: "the step asks for an opinion", trigger: ".modal textarea.is-invalid" },
        { content: "a frequently used one", trigger: ".o_company_phrases button:first", run: "click" },
        ...confirmDialog(),
        { content: "approved", trigger: `body:not(:has(.modal)) ${state("approved")}` },
        { content: "with the opinion", trigger: ".o_company_step_approved .o_company_opinion" },
        { content: "nothing waits any more", trigger: "body:not(:has(.o_company_todo_counter))" },
    ],
});

registry.category("web_tour.tours").add("company_approval_batch", {
    steps: () => [
        { trigger: ".o_data_row:eq(2)" },
        { content: "select all", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "approve them", trigger: ".o_company_batch_approve", run: "click" },
        ...confirmDialog("Agreed"),
        { content: "the one without attachment is named", trigger: ".o_company_batch_result li:contains(Without paper)" },
        { trigger: ".modal footer button", run: "click" },
        { content: "and still waits", trigger: "body:not(:has(.modal)) .o_data_row:contains(Without paper)" },
        { content: "the others are gone", trigger: ".o_list_view:not(:has(.o_data_row:eq(1)))" },
    ],
});

registry.category("web_tour.tours").add("company_approval_return", {
    steps: () => [
        { trigger: ".o_company_action_return", run: "click" },
        { content: "to the requester", trigger: ".modal input[id=o_company_target_0]:checked" },
        ...confirmDialog("Attach three quotes"),
        { trigger: `body:not(:has(.modal)) ${state("returned")}` },
    ],
});

registry.category("web_tour.tours").add("company_approval_resubmit", {
    steps: () => [
        { content: "why it came back", trigger: ".o_company_opinion:contains(Attach three quotes)" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Welding rods, 3 quotes attached" },
        { content: "submit saves the change first", trigger: ".o_company_action_submit", run: "click" },
        { trigger: state("pending") },
        { content: "the earlier round is kept", trigger: ".o_company_earlier", run: "click" },
        { trigger: ".o_company_earlier_round .o_company_opinion:contains(Attach three quotes)" },
    ],
});
