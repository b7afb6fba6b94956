import { Component, onWillStart, useState } from "@odoo/owl";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { debounce } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const MODEL = "company.okr.review";
const NOTES = ["meeting_notes", "decisions"];
const PAGE = {
    display_name: {}, kind: {}, level: {}, state: {}, period_start: {}, period_end: {}, progress: {},
    progress_before: {}, done: {}, highlights: {}, problems: {}, next_plan: {}, help_needed: {}, meeting_notes: {},
    decisions: {}, can_review: {},
    plan_id: { fields: { display_name: {} } },
    employee_id: { fields: { display_name: {} } },
    department_id: { fields: { display_name: {} } },
    reviewed_by_id: { fields: { display_name: {} } },
    previous_id: { fields: { period_end: {}, next_plan: {}, decisions: {}, help_needed: {} } },
    line_ids: {
        fields: {
            value: {}, target_value: {}, unit: {}, completion: {}, completion_before: {}, confidence: {}, note: {},
            objective_id: { fields: { display_name: {} } },
            key_result_id: { fields: { display_name: {}, health: {} } },
        },
    },
};

/** The review meeting: one page for each review, its notes and decisions saved on the way. */
export class OkrMeeting extends Component {
    static template = "company_okr.Meeting";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ list: [], place: 0, page: null, saved: true });
        this.saveSoon = debounce(() => this.save(), 1200);
        this.saving = Promise.resolve();
        useSetupAction({ beforeLeave: () => this.save(), beforeUnload: () => this.save() });
        useHotkey("ArrowRight", () => this.step(1));
        useHotkey("ArrowLeft", () => this.step(-1));
        onWillStart(async () => {
            await this.loadList();
            await this.loadPage();
        });
    }

    async loadList() {
        const ids = this.props.action.params?.ids;
        const domain = ids?.length ? [["id", "in", ids]] : [["state", "=", "written"]];
        const { records } = await this.orm.webSearchRead(MODEL, domain, {
            specification: { display_name: {}, state: {} },
            order: "department_id, level, id",
            limit: 500,
        });
        this.state.list = records;
    }

    async loadPage() {
        const row = this.state.list[this.state.place];
        [this.state.page] = row ? await this.orm.webRead(MODEL, [row.id], { specification: PAGE }) : [null];
        if (this.state.page) {
            row.state = this.state.page.state;
        }
        this.state.saved = true;
    }

    get labels() {
        return {
            monthly: _t("Monthly Monitor"), quarterly: _t("Quarterly Review"), half: _t("Half-year Review"),
            draft: _t("To be written"), written: _t("For the Meeting"), reviewed: _t("Discussed"),
            green: _t("On track"), yellow: _t("At risk"), red: _t("Off track"), stale: _t("Check-in overdue"),
        };
    }

    get canWrite() {
        return this.state.page.can_review && this.state.page.state === "written";
    }

    get texts() {
        const labels = {
            done: _t("Done"), highlights: _t("Highlights"), problems: _t("Problems"), next_plan: _t("Next Plan"),
            help_needed: _t("Help needed"),
        };
        return Object.keys(labels).map((name) => ({ name, label: labels[name], text: this.state.page[name] || "" }));
    }

    get promises() {
        const before = this.state.page.previous_id;
        return [
            { label: _t("Next Plan"), text: before.next_plan || "" },
            { label: _t("Decisions"), text: before.decisions || "" },
            { label: _t("Help needed"), text: before.help_needed || "" },
        ].filter((row) => row.text);
    }

    get discussed() {
        return this.state.list.filter((row) => row.state === "reviewed").length;
    }

    day(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    percent(share) {
        return `${Math.round(share * 100)}%`;
    }

    /** Percentage points since the review before. */
    trend(line) {
        return Math.round((line.completion - line.completion_before) * 100);
    }

    write(name, ev) {
        this.state.page[name] = ev.target.value;
        this.state.saved = false;
        this.saveSoon();
    }

    /** One save at a time; a text typed meanwhile stays unsaved and goes with the next one. */
    save() {
        this.saving = this.saving.catch(() => {}).then(() => this.saveNow());
        return this.saving;
    }

    async saveNow() {
        if (this.state.saved || !this.state.page) {
            return;
        }
        const page = this.state.page;
        const values = Object.fromEntries(NOTES.map((name) => [name, page[name] || false]));
        this.state.saved = true;
        try {
            await this.orm.write(MODEL, [page.id], values);
        } catch (error) {
            this.state.saved = false;
            throw error;
        }
    }

    async go(place) {
        if (place < 0 || place >= this.state.list.length) {
            return;
        }
        await this.save();
        this.state.place = place;
        await this.loadPage();
    }

    step(by) {
        return this.go(this.state.place + by);
    }

    jump(ev) {
        return this.go(Number(ev.target.value));
    }

    async discuss() {
        await this.save();
        await this.orm.call(MODEL, "action_review", [[this.state.page.id]]);
        this.state.list[this.state.place].state = "reviewed";
        await (this.state.place < this.state.list.length - 1 ? this.step(1) : this.loadPage());
    }

    async sendBack() {
        await this.save();
        await this.action.doAction("company_okr.company_okr_note_dialog_action", {
            additionalContext: { default_review_id: this.state.page.id, default_step: "return_review" },
            onClose: () => this.loadPage(),
        });
    }

    async print() {
        await this.save();
        await this.action.doAction("company_okr.company_okr_review_report", {
            additionalContext: { active_ids: [this.state.page.id], active_id: this.state.page.id, active_model: MODEL },
        });
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]],
        });
    }

    async leave() {
        await this.save();
        const { breadcrumbs } = this.env.config;
        if (breadcrumbs?.length > 1) {
            return breadcrumbs.at(-2).onSelected();
        }
        await this.action.doAction("company_okr.company_okr_review_action_meeting", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("company_okr.meeting", OkrMeeting);
