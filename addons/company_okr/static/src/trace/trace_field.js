import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Every figure with the sum it comes from. */
export class OkrTrace extends Component {
    static template = "company_okr.OkrTrace";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("okr_trace", {
    component: OkrTrace,
    displayName: _t("How the scores come about"),
    supportedTypes: ["json"],
});
