import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

/** Seats that no longer count: somebody else sits there now, or nobody has to. */
const LEFT = ["transferred", "escalated", "replaced", "skipped", "cancelled"];
const APPROVED = ["approved", "carried"];

/** Reads the Json of `approval_trail` into what the components show. Missing keys count as empty. */
export class Trail {
    constructor(data, isNew = false) {
        this.data = data || {};
        this.isNew = isNew;
    }

    get state() {
        return this.data.state || "none";
    }

    get approvalId() {
        return this.data.approval_id || false;
    }

    /** What this user may do now, by the names of the buttons. */
    get can() {
        if (this.isNew) {
            return { submit: true, preview: true };
        }
        const can = this.data.can || {};
        return { ...can, preview: can.submit };
    }

    get steps() {
        return this.data.steps || [];
    }

    get history() {
        return this.data.history || [];
    }

    get earlier() {
        return this.data.rounds || [];
    }

    get questions() {
        return this.data.questions || [];
    }

    get copies() {
        return this.data.copies || [];
    }

    get isEmpty() {
        return !this.approvalId;
    }

    get waitingNames() {
        return (this.data.next || []).join("、");
    }

    get opinionRequired() {
        return Boolean(this.data.opinion_required);
    }

    get onBehalfNote() {
        const name = this.data.on_behalf_of;
        return name ? _t("You decide on behalf of %s.", name) : undefined;
    }

    get returnTargets() {
        return this.data.return_targets || [];
    }

    get myQuestion() {
        return this.questions.find((question) => question.mine);
    }
}

/** The trail of a form's record: the document, or the approval itself. */
export function readTrail(record) {
    return new Trail(record.data.approval_trail || record.data.trail, record.isNew);
}

export function formatTime(value) {
    return value ? toLocaleDateTimeString(deserializeDateTime(value)) : "";
}

/** "in 3 hours", "2 days ago" in the user's language. */
export function formatRelative(value) {
    return value ? deserializeDateTime(value).toRelative() : "";
}

export const STATE_LABELS = {
    none: _t("Not submitted"),
    pending: _t("In approval"),
    returned: _t("Returned"),
    approved: _t("Approved"),
    rejected: _t("Rejected"),
    withdrawn: _t("Withdrawn"),
    restarted: _t("Restarted"),
};

export const STATE_CLASSES = {
    none: "text-bg-light border",
    pending: "text-bg-info",
    returned: "text-bg-warning",
    approved: "text-bg-success",
    rejected: "text-bg-danger",
    withdrawn: "text-bg-secondary",
    restarted: "text-bg-secondary",
};

/** The seats of a step that count. */
export function countingSeats(step) {
    return step.assignments.filter((seat) => !LEFT.includes(seat.state));
}

/** 或签, 会签, n-of-m, 依次: shown as soon as more than one person is asked. */
export function modeLabel(mode, required, total) {
    if (total < 2) {
        return "";
    }
    switch (mode) {
        case "all":
            return _t("All must sign");
        case "n_of":
            return _t("%(required)s of %(total)s", { required, total });
        case "sequential":
            return _t("One after another");
        default:
            return _t("Any one");
    }
}

/** "2/3" for steps that more than one person has to sign. */
export function progressLabel(step) {
    const seats = countingSeats(step);
    const needed = { any: 1, n_of: step.required_count }[step.mode] || seats.length;
    const done = seats.filter((seat) => APPROVED.includes(seat.state)).length;
    return needed > 1 ? `${Math.min(done, needed)}/${needed}` : "";
}
