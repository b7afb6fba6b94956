import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const COLORS = { star: "#e6a700", cow: "#28a745", question: "#6f42c1", dog: "#868e96" };

/** Lines of the quadrants, drawn below the bubbles. */
const quadrantLines = {
    id: "okrQuadrants",
    beforeDatasetsDraw(chart, _args, options) {
        const { ctx, chartArea: area, scales } = chart;
        const x = scales.x.getPixelForValue(options.share);
        const y = scales.y.getPixelForValue(options.growth);
        ctx.save();
        ctx.strokeStyle = "#adb5bd";
        ctx.setLineDash([6, 4]);
        ctx.beginPath();
        ctx.moveTo(x, area.top);
        ctx.lineTo(x, area.bottom);
        ctx.moveTo(area.left, y);
        ctx.lineTo(area.right, y);
        ctx.stroke();
        ctx.fillStyle = "#6c757d";
        ctx.font = "12px sans-serif";
        const corners = [
            ["star", area.right - 8, area.top + 16, "right"], ["question", area.left + 8, area.top + 16, "left"],
            ["cow", area.right - 8, area.bottom - 8, "right"], ["dog", area.left + 8, area.bottom - 8, "left"],
        ];
        for (const [key, left, top, align] of corners) {
            ctx.textAlign = align;
            ctx.fillText(options.labels[key], left, top);
        }
        ctx.restore();
    },
};

/** Boston matrix as bubbles, value curve as lines, strategy map as rows; drawn from a Json field. */
export class OkrFocusChart extends Component {
    static template = "company_okr.OkrFocusChart";
    static props = { ...standardFieldProps };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const chart = new Chart(this.canvas.el, this.data.kind === "bcg" ? this.bubbles : this.lines);
                return () => chart.destroy();
            },
            () => [JSON.stringify(this.data), this.canvas.el]
        );
    }

    get data() {
        return this.props.record.data[this.props.name] || {};
    }

    get quadrants() {
        return { star: _t("Star"), cow: _t("Cash Cow"), question: _t("Question Mark"), dog: _t("Dog") };
    }

    get bubbles() {
        const largest = Math.max(1, ...this.data.items.map((item) => item.revenue));
        const labels = this.quadrants;
        return {
            type: "bubble",
            plugins: [quadrantLines],
            data: {
                datasets: this.data.items.map((item) => ({
                    label: item.name,
                    data: [{ x: item.x, y: item.y, r: 6 + 34 * Math.sqrt(item.revenue / largest) }],
                    backgroundColor: COLORS[item.quadrant] + "99",
                    borderColor: item.chosen ? "#212529" : COLORS[item.quadrant],
                    borderWidth: item.chosen ? 3 : 1,
                })),
            },
            options: {
                maintainAspectRatio: false,
                layout: { padding: 12 },
                plugins: {
                    okrQuadrants: { growth: this.data.growth, share: this.data.share, labels },
                    tooltip: {
                        callbacks: {
                            label: ({ datasetIndex }) => {
                                const item = this.data.items[datasetIndex];
                                return `${item.name} · ${labels[item.quadrant]} · ${item.revenue}`;
                            },
                        },
                    },
                },
                scales: {
                    x: { min: 0, suggestedMax: this.data.share * 2, title: { display: true, text: _t("Market Share") } },
                    y: {
                        suggestedMin: Math.min(0, this.data.growth - 10),
                        suggestedMax: this.data.growth * 2,
                        title: { display: true, text: _t("Sales Growth (%)") },
                    },
                },
            },
        };
    }

    get lines() {
        const line = (label, data, color, dash = []) => ({
            label, data, borderColor: color, backgroundColor: color, borderDash: dash, tension: 0.3, pointRadius: 5,
        });
        return {
            type: "line",
            data: {
                labels: this.data.labels,
                datasets: [
                    line(_t("Wanted"), this.data.own, "#017e84"),
                    line(_t("Today"), this.data.now, "#017e84", [4, 4]),
                    line(_t("Competitors"), this.data.rival, "#dc3545"),
                ],
            },
            options: { maintainAspectRatio: false, scales: { y: { min: 0, max: 10 } } },
        };
    }
}

registry.category("fields").add("okr_focus_chart", {
    component: OkrFocusChart,
    displayName: _t("Strategy Chart"),
    supportedTypes: ["json"],
});
