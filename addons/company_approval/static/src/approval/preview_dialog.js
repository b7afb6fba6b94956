import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { formatTime, modeLabel } from "./trail";

/** 试算: who will have to approve and by when, before anything is submitted. */
export class PreviewDialog extends Component {
    static template = "company_approval.PreviewDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        steps: Array,
        submit: { type: Function, optional: true },
    };

    modeLabel(step) {
        return modeLabel(step.mode, step.required_count, step.approver_ids.length);
    }

    /** Steps of one order share their number: they run side by side. */
    stepNumber(step) {
        const place = (entry) => `${entry.order}/${entry.level}`;
        return [...new Set(this.props.steps.map(place))].indexOf(place(step)) + 1;
    }

    isParallel(step) {
        return this.props.steps.some((other) => other !== step && other.order === step.order && other.lane !== step.lane);
    }

    dueLabel(step) {
        return _t("By %s", formatTime(step.deadline));
    }

    async onSubmit() {
        await this.props.submit();
        this.props.close();
    }
}
