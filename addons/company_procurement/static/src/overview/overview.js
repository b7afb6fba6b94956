import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { getColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** What a manager opens first: what waits, what is late, what was spent and saved. */
export class PurchaseOverview extends Component {
    static template = "company_procurement.PurchaseOverview";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvases = {
            months: useRef("months"),
            categories: useRef("categories"),
            suppliers: useRef("suppliers"),
            stages: useRef("stages"),
        };
        this.drawn = [];
        onWillStart(async () => {
            [this.data] = await Promise.all([
                this.orm.call("company.purchase.overview", "get_data", []),
                loadBundle("web.chartjs_lib"),
            ]);
        });
        onMounted(() => this.draw());
        onWillUnmount(() => this.drawn.forEach((chart) => chart.destroy()));
    }

    get charts() {
        const titles = {
            months: _t("Ordered by Month"),
            categories: _t("Ordered by Purchase Category"),
            suppliers: _t("Largest Suppliers"),
            stages: _t("Average Days of Each Stage"),
        };
        return Object.entries(titles)
            .filter(([key]) => (this.data.charts[key] || []).length)
            .map(([key, title]) => ({ key, title }));
    }

    money(value) {
        return formatMonetary(value, { currencyId: this.data.currency_id, digits: [16, 0] });
    }

    open(tile) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: tile.label,
            res_model: tile.model,
            domain: tile.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openAnalysis() {
        this.action.doAction("company_procurement.company_purchase_analysis_action");
    }

    draw() {
        for (const { key } of this.charts) {
            const rows = this.data.charts[key];
            const flat = key !== "months";
            const element = this.canvases[key].el;
            this.drawn.push(
                new Chart(element, {
                    type: "bar",
                    data: {
                        labels: rows.map((row) => row[0]),
                        datasets: [{ data: rows.map((row) => row[1]), backgroundColor: getColor(1, "light", "md") }],
                    },
                    options: {
                        indexAxis: flat ? "y" : "x",
                        maintainAspectRatio: false,
                        animation: false,
                        plugins: {
                            legend: { display: false },
                            tooltip: {
                                callbacks: {
                                    label: (item) => (key === "stages" ? item.formattedValue : this.money(item.raw)),
                                },
                            },
                        },
                        scales: { [flat ? "y" : "x"]: { grid: { display: false } } },
                    },
                })
            );
        }
    }
}

registry.category("actions").add("company_procurement.overview", PurchaseOverview);
