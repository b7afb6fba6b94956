import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { bubbleChart } from "./bubbles";
import { StrategyMap } from "./strategy_map";
import { valueCurve } from "./value_curve";

const CHARTS = { bcg: bubbleChart, curve: valueCurve };

/** The template of a strategic focus, drawn from a Json field. */
export class OkrFocusChart extends Component {
    static template = "company_okr.OkrFocusChart";
    static components = { StrategyMap };
    static props = { ...standardFieldProps };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const draw = CHARTS[this.data.kind];
                if (!this.canvas.el || !draw) {
                    return;
                }
                const frame = this.canvas.el.parentElement;
                const style = getComputedStyle(frame);
                const look = { color: style.color, background: style.backgroundColor, width: frame.clientWidth };
                const chart = new Chart(this.canvas.el, draw(this.data, look));
                return () => chart.destroy();
            },
            () => [JSON.stringify(this.data), this.canvas.el]
        );
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }
}

registry.category("fields").add("okr_focus_chart", {
    component: OkrFocusChart,
    displayName: _t("Strategy Chart"),
    supportedTypes: ["json"],
});
