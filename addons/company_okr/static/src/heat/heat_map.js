import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const BANDS = ["#f3b3ae", "#f8d0a5", "#faedb0", "#d0e8b0", "#9fd49b"];

/** Departments by cycle or level, coloured by progress, by what is at risk or by what nobody reported on. */
export class OkrHeatMap extends Component {
    static template = "company_okr.HeatMap";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            by: "cycle", measure: "progress", department: false, cycle: false, data: null, ...this.props.state,
        });
        useSetupAction({ getLocalState: () => ({ ...this.state, data: null }) });
        onWillStart(() => this.load({}));
    }

    async load(changes) {
        const wanted = { ...this.state, ...changes };
        const data = await this.orm.call("company.okr.heat.map", "get_data", [
            wanted.by, wanted.department, wanted.cycle,
        ]);
        Object.assign(this.state, changes, { data });
    }

    get measures() {
        return [
            ["progress", _t("Progress (%)")],
            ["risk", _t("At Risk (%)")],
            ["stale", _t("Check-ins overdue (%)")],
        ];
    }

    get axes() {
        return [
            ["cycle", _t("By Cycle")],
            ["level", _t("By Level")],
        ];
    }

    get legend() {
        return BANDS.map((_band, index) => ({
            label: `${index * 20}–${index * 20 + 20}`,
            color: this.getColor(index * 20 + 10),
        }));
    }

    /** The more progress the greener; the more at risk or overdue the redder. */
    getColor(figure) {
        const band = Math.min(BANDS.length - 1, Math.floor(figure / 20));
        return this.state.measure === "progress" ? BANDS[band] : BANDS[BANDS.length - 1 - band];
    }

    getStyle(cell) {
        return cell ? `background-color: ${this.getColor(cell[this.state.measure])}` : "";
    }

    format(figure) {
        return `${Math.round(figure)}%`;
    }

    getHint(row, column, cell) {
        return [
            `${row.label} · ${column.label}`,
            _t("Plans: %s", cell.plans),
            _t("Progress: %s", this.format(cell.progress)),
            _t("Running key results: %s", cell.key_results),
            _t("At risk: %s", this.format(cell.risk)),
            _t("Check-ins overdue: %s", this.format(cell.stale)),
        ].join("\n");
    }

    /** Plans behind a cell, or the key results that are at risk or overdue. */
    open(row, column) {
        const { measure, by, data } = this.state;
        const plans = measure === "progress";
        const prefix = plans ? "" : "plan_id.";
        this.action.doAction({
            type: "ir.actions.act_window",
            name: `${row.label} · ${column.label}`,
            res_model: plans ? "company.okr.plan" : "company.okr.key.result",
            domain: [
                ...data.domains[measure],
                [`${prefix}department_id`, "in", row.department_ids],
                [`${prefix}${by === "cycle" ? "cycle_id" : "level"}`, "=", column.key],
            ],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("company_okr.heat_map", OkrHeatMap);
