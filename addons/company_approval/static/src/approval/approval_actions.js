import { useEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { OpinionDialog } from "./opinion_dialog";
import { PreviewDialog } from "./preview_dialog";
import { readTrail } from "./trail";

const NEXT_KEY = "company_approval.open_next";

/** Every action of the widget in the order of its buttons; `can` tells which are shown. */
export const APPROVAL_ACTIONS = [
    { name: "submit", label: _t("Submit"), icon: "fa-paper-plane-o", className: "btn-primary", main: true },
    { name: "approve", label: _t("Approve"), icon: "fa-check", className: "btn-success", main: true, hotkey: "shift+p" },
    { name: "reject", label: _t("Reject"), icon: "fa-times", className: "btn-outline-danger", main: true },
    { name: "return", label: _t("Return"), icon: "fa-undo", className: "btn-secondary", main: true },
    { name: "answer", label: _t("Answer"), icon: "fa-reply", className: "btn-primary", main: true },
    { name: "preview", label: _t("Preview route"), icon: "fa-eye", className: "btn-secondary", main: true },
    { name: "urge", label: _t("Urge"), icon: "fa-bell-o", className: "btn-secondary", main: true },
    { name: "withdraw", label: _t("Withdraw"), icon: "fa-step-backward", className: "btn-secondary", main: true },
    { name: "transfer", label: _t("Transfer"), icon: "fa-exchange" },
    { name: "add_signer", label: _t("Add signer"), icon: "fa-user-plus" },
    { name: "ask", label: _t("Ask"), icon: "fa-comments-o" },
    { name: "copy", label: _t("Copy to"), icon: "fa-files-o" },
    { name: "restart", label: _t("Restart"), icon: "fa-refresh" },
];

/** Colleagues only, without oneself and without the persons in `except`. */
function colleagueDomain(except = []) {
    return [["share", "=", false], ["id", "not in", [user.userId, ...except]]];
}

class ApprovalActions {
    constructor(getRecord, services) {
        this.getRecord = getRecord;
        Object.assign(this, services);
    }

    get record() {
        return this.getRecord();
    }

    get trail() {
        return readTrail(this.record);
    }

    available() {
        const can = this.trail.can;
        return APPROVAL_ACTIONS.filter((action) => can[action.name]);
    }

    async run(name) {
        const record = this.record;
        if ((await record.isDirty()) || record.isNew) {
            if (!(await record.save())) {
                return;
            }
        }
        return this[name]();
    }

    async reload() {
        await this.record.model.load();
    }

    async callDocument(method, args = []) {
        const { resModel, resId, context } = this.record;
        const result = await this.orm.call(resModel, method, [[resId], ...args], { context });
        await this.reload();
        return result;
    }

    async callApproval(method, args = []) {
        const { approvalId } = this.trail;
        const { context } = this.record;
        const result = await this.orm.call("company.approval", method, [[approvalId], ...args], { context });
        await this.reload();
        return result;
    }

    notify(message, options = {}) {
        this.notification.add(message, { type: "success", ...options });
    }

    openDialog(action, props) {
        this.dialog.add(OpinionDialog, { action, ...props });
    }

    // -- requester ----------------------------------------------------------

    async submit() {
        await this.callDocument("action_submit");
        const waiting = readTrail(this.record.model.root).waitingNames;
        this.notify(waiting ? _t("Submitted. Waiting for %s.", waiting) : _t("Submitted."));
    }

    async preview() {
        const { resModel, resId, context } = this.record;
        const steps = await this.orm.call(resModel, "preview_approval", [[resId]], { context });
        this.dialog.add(PreviewDialog, {
            steps,
            submit: this.trail.can.submit ? () => this.submit() : undefined,
        });
    }

    withdraw() {
        this.openDialog("withdraw", {
            title: _t("Withdraw"),
            note: _t("The approval stops and you can change the document and submit it again."),
            opinionLabel: _t("Reason"),
            opinionRequired: true,
            confirmLabel: _t("Withdraw"),
            confirm: async ({ opinion }) => {
                await this.callApproval("action_withdraw", [opinion]);
                this.notify(_t("Withdrawn."));
            },
        });
    }

    restart() {
        this.openDialog("restart", {
            title: _t("Restart"),
            note: _t("The document was changed after it was submitted. A new round begins at the first step."),
            opinionLabel: _t("Reason"),
            opinionRequired: true,
            confirmLabel: _t("Restart"),
            confirm: async ({ opinion }) => {
                await this.callApproval("action_restart", [opinion]);
                this.notify(_t("Restarted."));
            },
        });
    }

    async urge() {
        await this.callApproval("action_urge");
        this.notify(_t("A reminder was sent."));
    }

    // -- approver -----------------------------------------------------------

    async approve() {
        const trail = this.trail;
        const others = await this.countOthers();
        this.openDialog("approve", {
            title: _t("Approve"),
            note: trail.onBehalfNote,
            opinionRequired: trail.opinionRequired,
            confirmLabel: _t("Approve"),
            confirmClass: "btn-success",
            nextLabel: others ? _t("Then open the next one (%s more waiting)", others) : undefined,
            openNext: browser.localStorage.getItem(NEXT_KEY) !== "0",
            confirm: ({ opinion, openNext }) =>
                this.decide("action_approve", [opinion], _t("Approved."), others ? openNext : null),
        });
    }

    async reject() {
        const others = await this.countOthers();
        this.openDialog("reject", {
            title: _t("Reject"),
            note: this.trail.onBehalfNote || _t("The approval ends here and the requester is told."),
            opinionRequired: true,
            confirmLabel: _t("Reject"),
            confirmClass: "btn-danger",
            nextLabel: others ? _t("Then open the next one (%s more waiting)", others) : undefined,
            openNext: browser.localStorage.getItem(NEXT_KEY) !== "0",
            confirm: ({ opinion, openNext }) =>
                this.decide("action_reject", [opinion], _t("Rejected."), others ? openNext : null),
        });
    }

    return() {
        this.openDialog("return", {
            title: _t("Return"),
            note: this.trail.onBehalfNote,
            opinionRequired: true,
            targets: this.trail.returnTargets,
            confirmLabel: _t("Return"),
            confirm: async ({ opinion, target }) => {
                await this.callApproval("action_return", [opinion, target]);
                this.notify(_t("Returned."));
            },
        });
    }

    transfer() {
        this.openDialog("transfer", {
            title: _t("Transfer"),
            note: _t("The chosen person decides in your place."),
            withUser: true,
            userLabel: _t("Transfer to"),
            userDomain: colleagueDomain(),
            confirmLabel: _t("Transfer"),
            confirm: async ({ userId, opinion }) => {
                await this.callApproval("action_transfer", [userId, opinion]);
                this.notify(_t("Transferred."));
            },
        });
    }

    add_signer() {
        this.openDialog("add_signer", {
            title: _t("Add signer"),
            withUser: true,
            userLabel: _t("Signer"),
            userDomain: colleagueDomain(),
            positions: true,
            confirmLabel: _t("Add signer"),
            confirm: async ({ userId, position, opinion }) => {
                await this.callApproval("action_add_signer", [userId, position, opinion]);
                this.notify(_t("Signer added."));
            },
        });
    }

    ask() {
        this.openDialog("ask", {
            title: _t("Ask"),
            note: _t("The question and its answer stay with the approval. Your decision waits."),
            withUser: true,
            userLabel: _t("Ask whom"),
            userDomain: colleagueDomain(),
            opinionLabel: _t("Question"),
            opinionRequired: true,
            confirmLabel: _t("Ask"),
            confirm: async ({ userId, opinion }) => {
                await this.callApproval("action_ask", [userId, opinion]);
                this.notify(_t("The question was sent."));
            },
        });
    }

    answer() {
        const question = this.trail.myQuestion;
        this.openDialog("answer", {
            title: _t("Answer"),
            note: question ? `${question.asker}: ${question.question}` : undefined,
            opinionLabel: _t("Answer"),
            opinionRequired: true,
            confirmLabel: _t("Answer"),
            confirm: async ({ opinion }) => {
                await this.callApproval("action_answer", [opinion]);
                this.notify(_t("The answer was sent."));
            },
        });
    }

    copy() {
        this.openDialog("copy", {
            title: _t("Copy to"),
            note: _t("The chosen persons are told and may read the document; they decide nothing."),
            withUsers: true,
            userLabel: _t("Copy to"),
            userDomain: colleagueDomain(),
            withOpinion: false,
            confirmLabel: _t("Copy to"),
            confirm: async ({ userIds }) => {
                await this.callApproval("action_copy_to", [userIds]);
                this.notify(_t("Copied."));
            },
        });
    }

    // -- next one -----------------------------------------------------------

    /** Decide, then go on to the next waiting to-do when asked for (`openNext` null: there is none). */
    async decide(method, args, message, openNext) {
        if (openNext !== null) {
            browser.localStorage.setItem(NEXT_KEY, openNext ? "1" : "0");
        }
        await this.callApproval(method, args);
        this.notify(message);
        if (openNext) {
            await this.openNextTodo();
        }
    }

    get otherTodosDomain() {
        const { resModel, resId } = this.record;
        return [
            ["is_mine", "=", true],
            ["state", "=", "open"],
            "|",
            ["res_model", "!=", resModel],
            ["res_id", "!=", resId],
        ];
    }

    countOthers() {
        return this.orm.searchCount("company.todo", this.otherTodosDomain);
    }

    async openNextTodo() {
        const [todo] = await this.orm.searchRead("company.todo", this.otherTodosDomain, ["id"], { limit: 1 });
        if (!todo) {
            return;
        }
        const action = await this.orm.call("company.todo", "action_open_record", [[todo.id]]);
        await this.action.doAction(action, { stackPosition: "replaceCurrentAction" });
    }
}

/**
 * The actions of an approvable document's form.
 *
 * @param {() => Object} getRecord the record of the form view
 */
export function useApprovalActions(getRecord) {
    // the services themselves: an action outlives the button that started it (the form is reloaded on the way)
    const { orm, action, dialog, notification } = useEnv().services;
    return new ApprovalActions(getRecord, { orm, action, dialog, notification });
}
