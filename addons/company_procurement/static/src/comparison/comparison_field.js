import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { url } from "@web/core/utils/urls";

/**
 * Lines × suppliers: unit price, landed price, lead time, the lowest marked, changes against history and budget,
 * and above each supplier whether its quote counts and what it lacks.
 */
export class PurchaseComparisonField extends Component {
    static template = "company_procurement.PurchaseComparisonField";
    static props = { ...standardFieldProps };

    get data() {
        return this.props.record.data[this.props.name] || { suppliers: [], lines: [], suspicious: [] };
    }

    get verifyResults() {
        return { accepted: _t("Accepted"), too_high: _t("Too High"), no_basis: _t("No Basis of Comparison") };
    }

    money(value) {
        if (value === null || value === undefined) {
            return "–";
        }
        return formatMonetary(value, { currencyId: this.data.currency.id });
    }

    number(value) {
        return formatFloat(value, { trailingZeros: false });
    }

    percent(value) {
        return `${value > 0 ? "+" : ""}${formatFloat(value, { digits: [16, 1] })}%`;
    }

    changeClass(value) {
        if (value > 0.005) {
            return "text-danger";
        }
        return value < -0.005 ? "text-success" : "text-muted";
    }

    changes(cell) {
        return [
            { key: "last", label: _t("vs last"), value: cell.change_last },
            { key: "average", label: _t("vs average"), value: cell.change_average },
            { key: "budget", label: _t("vs estimate"), value: cell.change_budget },
            { key: "first", label: _t("vs first quote"), value: cell.change_first },
        ].filter((change) => change.value !== null);
    }

    statusClass(supplier) {
        if (supplier.status !== "received") {
            return "text-bg-secondary";
        }
        return supplier.valid ? "text-bg-success" : "text-bg-warning";
    }

    statusText(supplier) {
        if (supplier.status !== "received") {
            return supplier.status_label;
        }
        return supplier.valid ? _t("Valid") : _t("Does Not Count");
    }

    isCheapest(supplier) {
        const totals = this.data.suppliers
            .filter((other) => other.valid && other.total)
            .map((other) => other.total);
        return supplier.valid && supplier.total && supplier.total <= Math.min(...totals);
    }

    scanUrl(supplier) {
        return url(`/web/content/${supplier.scan_id}`, { download: "false" });
    }
}

registry.category("fields").add("company_purchase_comparison", {
    component: PurchaseComparisonField,
    displayName: _t("Comparison of Quotes"),
    supportedTypes: ["jsonb", "json"],
});
