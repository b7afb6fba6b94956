import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { getColor } from "@web/core/colors/colors";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** What a manager opens first: tiles that count what waits, amounts, charts of how it goes. */
export class CompanyOverview extends Component {
    static template = "company_base.Overview";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.drawn = [];
        onWillStart(async () => {
            [this.data] = await Promise.all([
                this.orm.call(this.props.action.params.model, "get_data", []),
                loadBundle("web.chartjs_lib"),
            ]);
        });
        onMounted(() => this.draw());
        onWillUnmount(() => this.drawn.forEach((chart) => chart.destroy()));
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

    money(value, currencyId) {
        return formatMonetary(value, { currencyId, digits: [16, 0] });
    }

    tooltip(currencyId) {
        return currencyId ? { callbacks: { label: (item) => this.money(item.raw, currencyId) } } : {};
    }

    draw() {
        for (const { key, rows, flat, currency_id } of this.data.charts) {
            this.drawn.push(
                new Chart(this.root.el.querySelector(`canvas[data-key="${key}"]`), {
                    type: "bar",
                    data: {
                        labels: rows.map((row) => row[0]),
                        datasets: [{ data: rows.map((row) => row[1]), backgroundColor: getColor(1, "light", "md") }],
                    },
                    options: {
                        indexAxis: flat ? "y" : "x",
                        maintainAspectRatio: false,
                        animation: false,
                        plugins: { legend: { display: false }, tooltip: this.tooltip(currency_id) },
                        scales: { [flat ? "y" : "x"]: { grid: { display: false } } },
                    },
                })
            );
        }
    }
}

registry.category("actions").add("company_base.overview", CompanyOverview);
