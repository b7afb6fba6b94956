import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { formatFloat } from "@web/core/utils/numbers";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { url } from "@web/core/utils/urls";

const MANY_LINES = 20;

/**
 * Lines × suppliers: landed price, lead time, the lowest marked, changes against history and budget, and above each
 * supplier whether its quote counts. Only the columns of quotes that lack something are coloured.
 */
export class PurchaseComparisonField extends Component {
    static template = "company_procurement.PurchaseComparisonField";
    static props = { ...standardFieldProps };

    setup() {
        this.view = useState({ details: this.data.lines.length <= MANY_LINES, open: false });
    }

    get data() {
        return this.props.record.data[this.props.name] || { suppliers: [], lines: [], suspicious: [], totals: {} };
    }

    get verifyResults() {
        return { accepted: _t("Accepted"), too_high: _t("Too High"), no_basis: _t("No Basis of Comparison") };
    }

    /** Lines shown: all, or those that somebody still has to look at. */
    get lines() {
        return this.view.open ? this.data.lines.filter((line) => this.isOpen(line)) : this.data.lines;
    }

    isOpen(line) {
        const received = line.cells.filter((cell, place) => this.data.suppliers[place].status === "received");
        return (
            received.some((cell) => !cell || cell.late) ||
            line.verify_result === "too_high" ||
            line.cells.some((cell) => cell && cell.awarded && !cell.lowest)
        );
    }

    money(value) {
        if (value === null || value === undefined || value === false) {
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
            { key: "survey", label: _t("vs market"), value: cell.change_survey },
            { key: "first", label: _t("vs first quote"), value: cell.change_first },
        ].filter((change) => change.value !== null && change.value !== undefined);
    }

    references(line) {
        return [
            { key: "last", label: _t("Last"), value: line.last, title: line.last_date },
            { key: "low", label: _t("Lowest paid"), value: line.low },
            { key: "median", label: _t("12-month median"), value: line.median },
            { key: "average", label: _t("12-month average"), value: line.average },
            { key: "budget", label: _t("Estimate"), value: line.budget },
            { key: "survey", label: _t("Market survey"), value: line.survey },
        ].filter((reference) => reference.value);
    }

    /** Totals beside the best combination: what the whole costs by other measures. */
    get summary() {
        const totals = this.data.totals;
        const references = totals.references || {};
        const labels = {
            last: _t("At last prices"),
            average: _t("At 12-month averages"),
            budget: _t("Estimate"),
            survey: _t("At market prices"),
        };
        return [
            { key: "best", label: _t("Lowest per line"), value: totals.best, strong: true },
            { key: "whole", label: _t("Lowest whole quote"), value: totals.whole, saving: totals.split_saving },
            ...Object.entries(labels).map(([key, label]) => ({
                key,
                label,
                value: references[key] && references[key].total,
                saving: references[key] && references[key].saving,
            })),
            { key: "awarded", label: _t("Awarded"), value: totals.awarded, strong: true },
        ].filter((item) => item.value);
    }

    /** A received quote that doesn't count: the buyer sees its column at once. */
    isDefective(supplier) {
        return supplier.status === "received" && !supplier.valid;
    }

    isWaiting(supplier) {
        return supplier.status !== "received";
    }

    columnClass(place) {
        const supplier = this.data.suppliers[place];
        return {
            o_company_comparison_defective: this.isDefective(supplier),
            o_company_comparison_waiting: this.isWaiting(supplier),
        };
    }

    cellClass(cell, place) {
        return {
            ...this.columnClass(place),
            o_company_comparison_missing: !cell && !this.isWaiting(this.data.suppliers[place]),
            o_company_comparison_lowest: cell && cell.lowest,
            o_company_comparison_awarded: cell && cell.awarded,
        };
    }

    statusClass(supplier) {
        if (supplier.status !== "received") {
            return "text-bg-secondary";
        }
        return supplier.valid ? "text-bg-success" : "text-bg-danger";
    }

    statusText(supplier) {
        if (supplier.status !== "received") {
            return supplier.status_label;
        }
        return supplier.valid ? _t("Valid") : _t("Does Not Count");
    }

    scanUrl(supplier) {
        return url(`/web/content/${supplier.scan_id}`, { download: "false" });
    }

    toggleDetails() {
        this.view.details = !this.view.details;
    }

    toggleOpen() {
        this.view.open = !this.view.open;
    }
}

registry.category("fields").add("company_purchase_comparison", {
    component: PurchaseComparisonField,
    displayName: _t("Comparison of Quotes"),
    supportedTypes: ["jsonb", "json"],
});
