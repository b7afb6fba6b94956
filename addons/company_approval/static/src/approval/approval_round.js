import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ACTION_LABELS, formatRelative, formatTime, modeLabel } from "./trail";

const STEP_ICONS = {
    approved: "fa-check",
    rejected: "fa-times",
    returned: "fa-undo",
    skipped: "fa-minus",
    cancelled: "fa-minus",
    pending: "fa-hourglass-half",
    waiting: "fa-circle-o",
};

const STEP_LABELS = {
    approved: _t("Approved"),
    rejected: _t("Rejected"),
    returned: _t("Returned"),
    skipped: _t("Skipped"),
    cancelled: _t("Cancelled"),
    pending: _t("In progress"),
    waiting: _t("Not yet"),
};

/** One round of an approval as a timeline: submission, steps with persons and opinions, questions, copies. */
export class ApprovalRound extends Component {
    static template = "company_approval.ApprovalRound";
    static props = { round: Object };

    setup() {
        this.formatTime = formatTime;
        this.formatRelative = formatRelative;
        this.modeLabel = modeLabel;
        this.actionLabels = ACTION_LABELS;
        this.stepLabels = STEP_LABELS;
    }

    stepIcon(step) {
        return STEP_ICONS[step.state] || STEP_ICONS.waiting;
    }

    /** "2/3" for steps that more than one person decides. */
    progress(step) {
        const total = step.total_count ?? step.assignments.length;
        const needed = step.mode === "any" ? 1 : step.mode === "n_of" ? step.required_count : total;
        return total > 1 ? `${Math.min(step.done_count || 0, needed)}/${needed}` : "";
    }

    isOverdue(step) {
        return step.state === "pending" && step.deadline_status === "overdue";
    }

    /** The persons of the step who have not spoken yet; those who have are shown with their decision. */
    waiting(step) {
        const decided = new Set(
            (step.decisions || [])
                .filter((decision) => ["approve", "reject", "return"].includes(decision.action))
                .map((decision) => decision.user.id)
        );
        return step.assignments.filter((line) => !decided.has(line.user.id) && line.state !== "done");
    }

    decisionClass(decision) {
        return (
            { approve: "text-success", reject: "text-danger", return: "text-warning-emphasis" }[decision.action] ||
            "text-muted"
        );
    }
}
