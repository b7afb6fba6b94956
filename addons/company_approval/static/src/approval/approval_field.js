import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { ApprovalButtons } from "./approval_buttons";
import { ApprovalRound } from "./approval_round";
import { readTrail, STATE_CLASSES, STATE_LABELS } from "./trail";

/** The approval of a document: who decided, who is next and by when, with the buttons of this user. */
export class ApprovalField extends Component {
    static template = "company_approval.ApprovalField";
    static components = { ApprovalButtons, ApprovalRound };
    static props = {
        ...standardFieldProps,
        buttons: { type: Boolean, optional: true },
    };
    static defaultProps = { buttons: true };

    setup() {
        this.ui = useService("ui");
        this.state = useState({ showEarlier: false });
        this.stateLabels = STATE_LABELS;
        this.stateClasses = STATE_CLASSES;
    }

    get trail() {
        return readTrail(this.props.record.data[this.props.name]);
    }

    get showsBar() {
        return this.ui.isSmall && Object.values(this.trail.can).some(Boolean);
    }
}

export const approvalField = {
    component: ApprovalField,
    displayName: "Company approval",
    supportedTypes: ["json"],
    label: false,
    additionalClasses: ["o_field_company_approval_wide"],
    fieldDependencies: [{ name: "approval_id", type: "many2one", relation: "company.approval" }],
    extractProps: ({ options }) => ({ buttons: options.buttons !== false }),
};

registry.category("fields").add("company_approval", approvalField);
