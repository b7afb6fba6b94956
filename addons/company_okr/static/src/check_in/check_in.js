import { Component, onWillStart, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "company.okr.key.result";
const FIELDS = {
    name: {}, kind: {}, unit: {}, start_value: {}, target_value: {}, current_value: {}, completion: {},
    confidence: {}, health: {}, last_checkin_on: {}, due_date: {},
    objective_id: { fields: { display_name: {} } },
    plan_id: { fields: { display_name: {} } },
};

/** All my key results on one page: values, confidence, notes, reported in one step. */
export class OkrCheckIn extends Component {
    static template = "company_okr.CheckIn";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ rows: [] });
        onWillStart(() => this.load());
    }

    async load() {
        const mine = ["&", ["owner_id", "=", false], ["plan_id.user_id", "=", user.userId]];
        const { records } = await this.orm.webSearchRead(
            MODEL,
            [
                ["plan_id.state", "in", ["published", "adjusting"]],
                ["objective_id.state", "=", "running"],
                ["cycle_id.state", "=", "open"],
                "|", ["owner_id.user_id", "=", user.userId], ...mine,
            ],
            { specification: FIELDS, order: "plan_id, objective_id, sequence, id", limit: 200 }
        );
        this.state.rows = records.map((row) => ({
            ...row, value: row.current_value, report: false, note: "", confidence: row.confidence || "green",
        }));
    }

    get levels() {
        return [
            { key: "green", label: _t("On track"), style: "success" },
            { key: "yellow", label: _t("At risk"), style: "warning" },
            { key: "red", label: _t("Off track"), style: "danger" },
        ];
    }

    get chosen() {
        return this.state.rows.filter((row) => row.report);
    }

    get stale() {
        return this.state.rows.filter((row) => row.health === "stale").length;
    }

    day(value) {
        return value ? formatDate(deserializeDateTime(value)) : _t("never");
    }

    /** Whatever is entered is reported; the tick takes it out again, or reports what did not move. */
    set(row, name, value) {
        row[name] = value;
        row.report = true;
    }

    setValue(row, ev) {
        const value = Number(ev.target.value);
        if (ev.target.value !== "" && Number.isFinite(value)) {
            this.set(row, "value", value);
        }
    }

    toggleAll(ev) {
        this.state.rows.forEach((row) => (row.report = ev.target.checked));
    }

    async report() {
        const reports = this.chosen.map((row) => ({
            key_result_id: row.id, value: row.value, confidence: row.confidence, note: row.note,
        }));
        await this.orm.call(MODEL, "action_check_in_all", [reports]);
        this.notification.add(_t("%s check-ins reported", reports.length), { type: "success" });
        await this.load();
    }

    openAll() {
        return this.action.doAction("company_okr.company_okr_key_result_action_mine");
    }

    open(row) {
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: MODEL, res_id: row.id, views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("company_okr.check_in", OkrCheckIn);
