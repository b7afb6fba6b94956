import { Component } from "@odoo/owl";
import { useConnectors } from "../lines/connectors";

/** Strategy map: a band for each perspective, arrows from a goal to the goals it supports. */
export class StrategyMap extends Component {
    static template = "company_okr.StrategyMap";
    static props = { rows: Array };

    setup() {
        this.lines = useConnectors("board", () => this.links, true);
    }

    get links() {
        return this.props.rows.flatMap((row) =>
            row.goals.flatMap((goal) =>
                goal.supports.map((above) => ({ key: `${goal.key}-${above}`, from: [goal.key], to: above }))
            )
        );
    }
}
