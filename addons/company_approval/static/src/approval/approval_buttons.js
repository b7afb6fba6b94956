import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useApprovalActions } from "./approval_actions";

/** The buttons of the actions that this user may do now: common ones visible, the others under "More". */
export class ApprovalButtons extends Component {
    static template = "company_approval.ApprovalButtons";
    static components = { Dropdown, DropdownItem };
    static props = {
        ...standardWidgetProps,
        bar: { type: Boolean, optional: true },
    };
    static defaultProps = { bar: false };

    setup() {
        this.ui = useService("ui");
        this.actions = useApprovalActions(() => this.props.record);
    }

    /** On a phone only the bar of the field shows them. */
    get available() {
        return this.ui.isSmall && !this.props.bar ? [] : this.actions.available();
    }

    /** A phone has room for three large buttons, everything else goes under "More". */
    get shown() {
        const main = this.available.filter((action) => action.main);
        return this.props.bar ? main.slice(0, 3) : main;
    }

    get more() {
        const shown = this.shown;
        return this.available.filter((action) => !shown.includes(action));
    }

    run(name) {
        return this.actions.run(name);
    }
}

export const approvalButtons = {
    component: ApprovalButtons,
    fieldDependencies: [{ name: "approval_trail", type: "json" }],
};

registry.category("view_widgets").add("company_approval_buttons", approvalButtons);
