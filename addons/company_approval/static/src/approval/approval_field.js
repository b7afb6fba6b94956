import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { ApprovalButtons } from "./approval_buttons";
import { ApprovalHistory, ApprovalRound } from "./approval_round";
import { formatTime, STATE_CLASSES, STATE_LABELS, Trail } from "./trail";

/** The approval of a document: who decided, who is next and by when, with the buttons of this user. */
export class ApprovalField extends Component {
    static template = "company_approval.ApprovalField";
    static components = { ApprovalButtons, ApprovalHistory, ApprovalRound };
    static props = {
        ...standardFieldProps,
        buttons: { type: Boolean, optional: true },
    };
    static defaultProps = { buttons: true };

    setup() {
        this.state = useState({ showHistory: false, showEarlier: false });
        this.stateLabels = STATE_LABELS;
        this.stateClasses = STATE_CLASSES;
        this.formatTime = formatTime;
    }

    get trail() {
        return new Trail(this.props.record.data[this.props.name], this.props.record.isNew);
    }

    get historyLabel() {
        return _t("All records (%s)", this.trail.history.length);
    }

    get earlierLabel() {
        return _t("Earlier rounds (%s)", this.trail.earlier.length);
    }

    roundLabel(number) {
        return _t("Round %s", number);
    }

}

export const approvalField = {
    component: ApprovalField,
    displayName: "Company approval",
    supportedTypes: ["json"],
    additionalClasses: ["o_field_company_approval_wide"],
    extractProps: ({ options }) => ({ buttons: options.buttons !== false }),
};

registry.category("fields").add("company_approval", approvalField);
