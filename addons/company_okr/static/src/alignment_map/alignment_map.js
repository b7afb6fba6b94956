import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { useConnectors } from "../lines/connectors";
import { AlignmentCard } from "./alignment_card";
import { AlignmentGraph } from "./alignment_graph";
import { ContributorsDialog } from "./contributors_dialog";

const NO_FILTERS = { departmentId: 0, personId: 0, mine: false, unaligned: false, search: "" };

/** The objectives of a cycle by level, and the lines between key results and the objectives that contribute. */
export class AlignmentMap extends Component {
    static template = "company_okr.AlignmentMap";
    static components = { AlignmentCard, Dropdown, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useState(useService("ui"));
        this.root = useRef("root");
        const params = this.props.action.params || {};
        const kept = this.props.state || {};
        this.state = useState({
            cycleId: kept.cycleId || params.cycle_id || false,
            filters: { ...NO_FILTERS, ...kept.filters },
            open: new Set(kept.open),
            pinned: kept.pinned || 0,
            hovered: 0,
        });
        useSetupAction({
            getLocalState: () => ({
                cycleId: this.state.cycleId,
                filters: { ...this.state.filters },
                open: [...this.state.open],
                pinned: this.state.pinned,
            }),
        });
        this.lines = useConnectors("board", () => (this.ui.isSmall ? [] : this.graph.links(this.shown)));
        onWillStart(() => this.load(this.state.cycleId));
    }

    async load(cycleId) {
        const data = await this.orm.call("company.okr.plan", "get_alignment_map", [cycleId || null]);
        this.graph = new AlignmentGraph(data);
        this.state.cycleId = data.cycle_id;
    }

    async changeCycle(cycleId) {
        await this.load(Number(cycleId));
        this.state.pinned = 0;
        this.clear();
    }

    get shown() {
        return this.graph.select(this.state.filters);
    }

    get columns() {
        return this.graph.columns(this.shown);
    }

    get line() {
        return this.graph.lineOf(this.state.hovered || this.state.pinned);
    }

    isDimmed(objective, lit) {
        return Boolean(lit && !lit.has(objective.id));
    }

    lineClass(link, lit) {
        if (!lit) {
            return "";
        }
        return lit.has(link.objectiveId) && lit.has(link.aboveId) ? "o_okr_active" : "o_okr_dimmed";
    }

    get isFiltered() {
        return Object.entries(this.state.filters).some(([key, value]) => value !== NO_FILTERS[key]);
    }

    get allOpen() {
        return this.graph.data.objectives.every((objective) => this.state.open.has(objective.id));
    }

    choose(key, id) {
        this.state.filters[key] = Number(id);
    }

    switch(key) {
        this.state.filters[key] = !this.state.filters[key];
    }

    clear() {
        Object.assign(this.state.filters, NO_FILTERS);
    }

    toggle(id) {
        this.state.open.has(id) ? this.state.open.delete(id) : this.state.open.add(id);
    }

    toggleAll() {
        this.state.open = new Set(this.allOpen ? [] : this.graph.data.objectives.map((objective) => objective.id));
    }

    focus(id) {
        this.state.hovered = this.ui.isSmall ? 0 : id;
    }

    pin(id) {
        this.state.pinned = this.state.pinned === id ? 0 : id;
    }

    jump(id) {
        this.state.pinned = id;
        const card = this.root.el.querySelector(`[data-node="objective-${id}"]`);
        card?.scrollIntoView({ block: "center", behavior: "smooth" });
    }

    openRecord(resModel, resId) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    openObjective(id) {
        this.openRecord("company.okr.objective", id);
    }

    openResult(id) {
        this.openRecord("company.okr.key.result", id);
    }

    showContributors(resultId) {
        this.dialog.add(ContributorsDialog, {
            graph: this.graph,
            resultId,
            onOpen: (id) => this.openObjective(id),
        });
    }

    stateOf(plan) {
        return plan.state === "published" ? "" : this.graph.data.states[plan.state];
    }
}

registry.category("actions").add("company_okr.alignment_map", AlignmentMap);
