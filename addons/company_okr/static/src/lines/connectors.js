import { onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

/** Middle of a side of a node, in the coordinates of the board. */
function anchor(node, board, side) {
    const box = node.getBoundingClientRect();
    const x = { left: box.left, right: box.right }[side] ?? (box.left + box.right) / 2;
    const y = { top: box.top, bottom: box.bottom }[side] ?? (box.top + box.bottom) / 2;
    return { x: Math.round(x - board.left), y: Math.round(y - board.top) };
}

/** Curve that leaves `from` and reaches `to` at a right angle to the side it stands on. */
function curve(from, to, upright) {
    const bend = Math.max(24, Math.abs(upright ? to.y - from.y : to.x - from.x) / 2);
    const [a, b] = upright
        ? [{ x: from.x, y: from.y - bend }, { x: to.x, y: to.y + bend }]
        : [{ x: from.x + bend, y: from.y }, { x: to.x - bend, y: to.y }];
    return `M${from.x},${from.y} C${a.x},${a.y} ${b.x},${b.y} ${to.x},${to.y}`;
}

/**
 * Lines between nodes that the browser has laid out, drawn again whenever the board changes its size or its content.
 * Nodes carry `data-node`; a link names the first of its `from` nodes that is on the board.
 *
 * @param {string} name t-ref of the board, which is positioned and holds an svg
 * @param {() => {key: string, from: string[], to: string}[]} getLinks
 * @param {boolean} upright lines run from the top of `from` up to the bottom of `to`; else from right to left sides
 * @returns {{lines: Object[], width: number, height: number}} reactive; a line is its link, its path `d` and its `end`
 */
export function useConnectors(name, getLinks, upright = false) {
    const board = useRef(name);
    const drawn = useState({ lines: [], width: 0, height: 0 });
    const draw = () => {
        if (!board.el) {
            return;
        }
        const box = board.el.getBoundingClientRect();
        const nodes = new Map();
        for (const node of board.el.querySelectorAll("[data-node]")) {
            nodes.set(node.dataset.node, node);
        }
        const lines = [];
        for (const link of getLinks()) {
            const from = nodes.get(link.from.find((key) => nodes.has(key)));
            const to = nodes.get(link.to);
            if (from && to) {
                const sides = upright ? ["top", "bottom"] : ["right", "left"];
                const ends = [anchor(from, box, sides[0]), anchor(to, box, sides[1])];
                lines.push({ ...link, d: curve(...ends, upright), end: ends[1] });
            }
        }
        const [width, height] = [board.el.scrollWidth, Math.round(box.height)];
        if (JSON.stringify([lines, width, height]) !== JSON.stringify([drawn.lines, drawn.width, drawn.height])) {
            Object.assign(drawn, { lines, width, height });
        }
    };
    const observer = new ResizeObserver(draw);
    onMounted(() => board.el && observer.observe(board.el));
    onWillUnmount(() => observer.disconnect());
    useEffect(draw);
    return drawn;
}
