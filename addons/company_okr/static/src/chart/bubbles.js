import { _t } from "@web/core/l10n/translation";

const COLORS = { star: "#e6a700", cow: "#28a745", question: "#6f42c1", dog: "#868e96" };
const LARGEST = 40; // radius in pixels, less on a narrow screen

export function quadrantNames() {
    return { star: _t("Star"), cow: _t("Cash Cow"), question: _t("Question Mark"), dog: _t("Dog") };
}

/** Below the bubbles: the lines and names of the quadrants. */
const quadrants = {
    id: "okrQuadrants",
    beforeDatasetsDraw(chart, _args, { growth, share, labels, color }) {
        const { ctx, chartArea: area, scales } = chart;
        const [x, y] = [scales.x.getPixelForValue(share), scales.y.getPixelForValue(growth)];
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = color;
        ctx.globalAlpha = 0.6;
        ctx.setLineDash([6, 4]);
        ctx.beginPath();
        ctx.moveTo(x, area.top);
        ctx.lineTo(x, area.bottom);
        ctx.moveTo(area.left, y);
        ctx.lineTo(area.right, y);
        ctx.stroke();
        ctx.font = "bold 15px sans-serif";
        const corners = [
            ["star", area.right - 8, area.top + 20, "right"],
            ["question", area.left + 8, area.top + 20, "left"],
            ["cow", area.right - 8, area.bottom - 8, "right"],
            ["dog", area.left + 8, area.bottom - 8, "left"],
        ];
        for (const [key, left, top, align] of corners) {
            ctx.textAlign = align;
            ctx.fillText(labels[key], left, top);
        }
        ctx.restore();
    },
};

/** On the bubbles: whose they are; below a bubble where it is too small to carry its name. */
const names = {
    id: "okrNames",
    afterDatasetsDraw(chart, _args, { color, background }) {
        const { ctx, chartArea: area } = chart;
        ctx.save();
        ctx.font = "13px sans-serif";
        ctx.textAlign = "center";
        ctx.textBaseline = "middle";
        ctx.fillStyle = color;
        ctx.strokeStyle = background;
        ctx.lineWidth = 3;
        ctx.lineJoin = "round";
        chart.data.datasets.forEach((dataset, place) => {
            chart.getDatasetMeta(place).data.forEach((bubble, index) => {
                const { name, chosen, r } = dataset.data[index];
                const text = chosen ? `★ ${name}` : name;
                const half = ctx.measureText(text).width / 2;
                const left = Math.min(Math.max(bubble.x, area.left + half + 2), area.right - half - 2);
                const top = half < r - 2 ? bubble.y : bubble.y + r + 10;
                ctx.strokeText(text, left, top);
                ctx.fillText(text, left, top);
            });
        });
        ctx.restore();
    },
};

/** From the lowest to the highest value and the line between, with room for the bubbles. */
function range(values, line) {
    const [low, high] = [Math.min(0, ...values), Math.max(line * 2, ...values)];
    const room = (high - low || 1) * 0.15;
    return { suggestedMin: low < 0 ? low - room : low, suggestedMax: high + room };
}

/** Boston matrix: one dataset a quadrant, the area of a bubble in proportion to the sales (R14 §1). */
export function bubbleChart(data, { color, background, width }) {
    const largest = Math.max(...data.items.map((item) => item.revenue), 0) || 1;
    const radius = Math.min(LARGEST, width / 14);
    const labels = quadrantNames();
    return {
        type: "bubble",
        plugins: [quadrants, names],
        data: {
            datasets: Object.keys(COLORS).map((quadrant) => {
                const items = data.items.filter((item) => item.quadrant === quadrant);
                return {
                    label: labels[quadrant],
                    data: items.map((item) => ({
                        ...item,
                        r: Math.max(4, radius * Math.sqrt(item.revenue / largest)),
                    })),
                    clip: false,
                    backgroundColor: COLORS[quadrant] + "99",
                    borderColor: items.map((item) => (item.chosen ? color : COLORS[quadrant])),
                    borderWidth: items.map((item) => (item.chosen ? 3 : 1)),
                };
            }),
        },
        options: {
            maintainAspectRatio: false,
            color,
            layout: { padding: 12 },
            plugins: {
                okrQuadrants: { growth: data.growth, share: data.share, labels, color },
                okrNames: { color, background },
                tooltip: {
                    callbacks: {
                        label: ({ raw }) => [
                            `${raw.name} · ${labels[raw.quadrant]}`,
                            _t("Sales (10,000): %s", raw.revenue),
                            _t("Growth: %(growth)s%, share: %(share)s", { growth: raw.y, share: raw.x }),
                        ],
                    },
                },
            },
            scales: {
                x: {
                    ...range(data.items.map((item) => item.x), data.share),
                    ticks: { color },
                    title: {
                        display: true,
                        color,
                        text: data.basis === "sales" ? _t("Share of own Sales (%)") : _t("Relative Market Share"),
                    },
                },
                y: {
                    ...range(data.items.map((item) => item.y), data.growth),
                    ticks: { color },
                    title: { display: true, color, text: _t("Sales Growth (%)") },
                },
            },
        },
    };
}
