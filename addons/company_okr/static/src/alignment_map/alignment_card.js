import { Component } from "@odoo/owl";

/** An objective of the map, with its key results when it is open. */
export class AlignmentCard extends Component {
    static template = "company_okr.AlignmentCard";
    static props = {
        objective: Object,
        graph: Object,
        isOpen: Boolean,
        isDimmed: Boolean,
        isPinned: Boolean,
        onFocus: Function,
        onBlur: Function,
        onPin: Function,
        onToggle: Function,
        onOpen: Function,
        onOpenResult: Function,
        onContributors: Function,
        onJump: Function,
    };

    get plan() {
        return this.props.graph.planOf(this.props.objective);
    }

    get owner() {
        return this.props.graph.people.get(this.plan.employee_id);
    }

    get above() {
        return this.props.graph.results.get(this.props.objective.parent_key_result_id);
    }

    get isAligned() {
        return this.props.graph.isAligned(this.props.objective);
    }

    health(key) {
        return this.props.graph.data.health[key];
    }

    round(value) {
        return Math.round(value);
    }
}
