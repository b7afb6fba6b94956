import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { countingSeats, formatRelative, formatTime, modeLabel, progressLabel } from "./trail";

const STEP_ICONS = {
    approved: "fa-check",
    carried: "fa-check",
    rejected: "fa-times",
    returned: "fa-undo",
    skipped: "fa-minus",
    cancelled: "fa-minus",
    pending: "fa-hourglass-half",
    waiting: "fa-circle-o",
};

const STEP_LABELS = {
    approved: _t("Approved"),
    carried: _t("Approved in the round before"),
    rejected: _t("Rejected"),
    returned: _t("Returned"),
    skipped: _t("Not needed"),
    cancelled: _t("Ended"),
    pending: _t("In progress"),
    waiting: _t("Not reached"),
};

const SEAT_LABELS = {
    approved: _t("Approved"),
    carried: _t("Approved in the round before"),
    rejected: _t("Rejected"),
    returned: _t("Returned"),
    transferred: _t("Transferred"),
    escalated: _t("Escalated"),
};

const SEAT_CLASSES = {
    approved: "text-success",
    carried: "text-success",
    rejected: "text-danger",
    returned: "text-warning-emphasis",
};

/** The running or last round as a timeline: steps, persons, opinions, deadlines, questions, copies. */
export class ApprovalRound extends Component {
    static template = "company_approval.ApprovalRound";
    static props = { trail: Object };

    setup() {
        Object.assign(this, { formatTime, formatRelative });
        this.stepLabels = STEP_LABELS;
        this.seatLabels = SEAT_LABELS;
        this.seatClasses = SEAT_CLASSES;
    }

    stepIcon(step) {
        return STEP_ICONS[step.state] || STEP_ICONS.waiting;
    }

    modeLabel(step) {
        return step.state === "cancelled" ? "" : modeLabel(step.mode, step.required_count, countingSeats(step).length);
    }

    progressLabel(step) {
        return ["skipped", "cancelled"].includes(step.state) ? "" : progressLabel(step);
    }

    /** Another lane of the same order is decided at the same time. */
    isParallel(step) {
        return this.props.trail.steps.some((other) => other.order === step.order && other.lane !== step.lane);
    }

    /** Persons who have spoken, or handed their seat on. */
    spoken(step) {
        return step.assignments.filter((seat) => seat.state in SEAT_LABELS);
    }

    /** Persons who are still asked, or will be. */
    asked(step) {
        return step.assignments.filter((seat) => ["pending", "waiting"].includes(seat.state));
    }

    originLabel(seat) {
        switch (seat.origin) {
            case "signer":
                return _t("added signer");
            case "transfer":
                return _t("transferred by %s", seat.origin_user || "");
            case "escalation":
                return _t("escalated from %s", seat.origin_user || "");
            case "self":
            case "absent":
                return seat.origin_user ? _t("in place of %s", seat.origin_user) : "";
            default:
                return "";
        }
    }
}

/** What happened, in the order in which it happened. */
export class ApprovalHistory extends Component {
    static template = "company_approval.ApprovalHistory";
    static props = { history: Array };

    setup() {
        this.formatTime = formatTime;
    }
}
