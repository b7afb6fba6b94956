import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { user } from "@web/core/user";

/** Reads the Json of `approval_trail` into what the components show. Missing keys count as empty. */
class Trail {
    constructor(data) {
        this.data = data || {};
    }

    get state() {
        return this.data.state || "none";
    }

    get approvalId() {
        return this.data.approval_id || false;
    }

    get can() {
        return this.data.can || {};
    }

    get rounds() {
        return this.data.rounds || [];
    }

    get current() {
        return this.rounds[0];
    }

    get earlier() {
        return this.rounds.slice(1);
    }

    get isEmpty() {
        return !this.rounds.length;
    }

    get opinionRequired() {
        return Boolean(this.data.opinion_required);
    }

    get returnTargets() {
        return this.data.return_targets || [];
    }

    get openQuestion() {
        return (this.current?.questions || []).find((question) => question.for_me && !question.answer);
    }

    get pendingSteps() {
        return (this.current?.steps || []).filter((step) => step.state === "pending");
    }

    get waitingNames() {
        const names = this.pendingSteps.flatMap((step) =>
            step.assignments.filter((line) => line.state === "pending").map((line) => line.user.name)
        );
        return [...new Set(names)].join("、");
    }

    get onBehalfNote() {
        const mine = this.pendingSteps.flatMap((step) => step.assignments).find((line) => line.is_mine);
        return mine?.on_behalf_of && mine.user.id !== user.userId
            ? _t("You decide on behalf of %s.", mine.on_behalf_of)
            : undefined;
    }
}

export function readTrail(data) {
    return new Trail(data);
}

export function getApprovalId(record) {
    return record.data.approval_id?.id || readTrail(record.data.approval_trail).approvalId;
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
};

export const STATE_CLASSES = {
    none: "text-bg-light",
    pending: "text-bg-info",
    returned: "text-bg-warning",
    approved: "text-bg-success",
    rejected: "text-bg-danger",
    withdrawn: "text-bg-secondary",
};

export const ACTION_LABELS = {
    submit: _t("Submitted"),
    approve: _t("Approved"),
    reject: _t("Rejected"),
    return: _t("Returned"),
    transfer: _t("Transferred"),
    add_signer: _t("Added a signer"),
    ask: _t("Asked"),
    answer: _t("Answered"),
    copy_to: _t("Copied"),
    urge: _t("Urged"),
    withdraw: _t("Withdrew"),
    escalate: _t("Escalated"),
    amend: _t("Changed the document"),
};

/** 或签, 会签, n-of-m, 依次: shown as soon as more than one person is asked. */
export function modeLabel(step) {
    const total = step.total_count ?? step.assignments.length;
    if (total < 2) {
        return "";
    }
    switch (step.mode) {
        case "all":
            return _t("All must sign");
        case "n_of":
            return _t("%(required)s of %(total)s", { required: step.required_count, total });
        case "sequential":
            return _t("One after another");
        default:
            return _t("Any one");
    }
}
