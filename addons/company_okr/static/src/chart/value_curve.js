import { _t } from "@web/core/l10n/translation";

/** Value curve: what is wanted, what is today and what competitors offer, point by point (R14 §2). */
export function valueCurve(data, { color }) {
    const line = (label, key, tint, dash = []) => ({
        label,
        data: data.points.map((point) => point[key]),
        borderColor: tint,
        backgroundColor: tint,
        borderDash: dash,
        tension: 0.3,
        pointRadius: 5,
    });
    return {
        type: "line",
        data: {
            labels: data.points.map((point) => [
                point.chosen ? `★ ${point.name}` : point.name,
                point.emphasis ? `(${point.emphasis})` : "",
            ]),
            datasets: [
                line(_t("Wanted"), "own", "#017e84"),
                line(_t("Today"), "now", "#e6a700", [5, 4]),
                line(_t("Competitors"), "rival", "#dc3545", [2, 3]),
            ],
        },
        options: {
            maintainAspectRatio: false,
            color,
            plugins: { legend: { labels: { color, usePointStyle: true, pointStyle: "line", pointStyleWidth: 36 } } },
            scales: {
                x: { ticks: { color, font: { size: 13 } } },
                y: {
                    min: 0,
                    max: 10,
                    ticks: { color },
                    title: { display: true, color, text: _t("Level for the customer (0 … 10)") },
                },
            },
        },
    };
}
