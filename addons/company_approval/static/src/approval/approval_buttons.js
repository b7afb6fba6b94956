import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useApprovalActions } from "./approval_actions";

/**
 * The buttons of the actions that this user may do now: common ones visible, the others under "More".
 * On a phone they are a bar at the bottom of the screen, in reach of the thumb.
 */
export class ApprovalButtons extends Component {
    static template = "company_approval.ApprovalButtons";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardFieldProps };

    setup() {
        this.ui = useService("ui");
        this.actions = useApprovalActions(() => this.props.record);
    }

    get available() {
        return this.actions.available();
    }

    /** A phone has room for three large buttons, everything else goes under "More". */
    get shown() {
        const main = this.available.filter((action) => action.main);
        return this.ui.isSmall ? main.slice(0, 3) : main;
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
    displayName: "Company approval buttons",
    supportedTypes: ["json"],
};

registry.category("fields").add("company_approval_buttons", approvalButtons);
