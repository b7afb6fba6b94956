import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** Grades given beside the shares of the scheme: bars of one department or all, a table of all departments. */
export class OkrGradeChart extends Component {
    static template = "company_okr.GradeChart";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("canvas");
        this.state = useState({ cycle: false, row: 0, data: null, ...this.props.state });
        useSetupAction({ getLocalState: () => ({ ...this.state, data: null }) });
        onWillStart(() => Promise.all([this.load({}), loadBundle("web.chartjs_lib")]));
        useEffect(
            () => {
                const chart = this.canvas.el && new Chart(this.canvas.el, this.chart);
                return () => chart && chart.destroy();
            },
            () => [this.state.data, this.row, this.canvas.el]
        );
    }

    async load(changes) {
        const wanted = { ...this.state, ...changes };
        const data = await this.orm.call("company.okr.grade.chart", "get_data", [wanted.cycle]);
        Object.assign(this.state, changes, { data });
    }

    get row() {
        return this.state.data.rows.find((row) => row.id === this.state.row) || this.state.data.rows[0];
    }

    share(row, index) {
        return row.people ? Math.round((1000 * row.counts[index]) / row.people) / 10 : 0;
    }

    get chart() {
        const { grades } = this.state.data;
        return {
            type: "bar",
            data: {
                labels: grades.map((grade) => grade.name),
                datasets: [
                    {
                        label: _t("People (%)"), backgroundColor: "#71639e",
                        data: grades.map((_grade, index) => this.share(this.row, index)),
                    },
                    {
                        label: _t("Share of the Scheme (%)"), backgroundColor: "#c8c3da",
                        data: grades.map((grade) => grade.quota),
                    },
                ],
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                onClick: (_event, [bar]) => bar && this.open(this.row, bar.index),
                scales: { x: { grid: { display: false } }, y: { beginAtZero: true, ticks: { callback: (v) => `${v}%` } } },
            },
        };
    }

    /** More people than the share gives in pale red, the others paler the fewer they are. */
    getStyle(row, index) {
        const share = this.share(row, index);
        if (!share) {
            return "";
        }
        const over = share > this.state.data.grades[index].quota;
        return `background-color: ${over ? "#f8d7d3" : `rgba(113, 99, 158, ${0.1 + share / 250})`}`;
    }

    open(row, index) {
        const grade = this.state.data.grades[index];
        this.action.doAction({
            type: "ir.actions.act_window",
            name: `${row.label} · ${grade.name}`,
            res_model: "company.okr.appraisal",
            domain: [...row.domain, ["grade_id", "=", grade.id]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("company_okr.grade_chart", OkrGradeChart);
