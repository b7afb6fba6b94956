import { Component, useEffect, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const OPEN_KEY = "company_docs.layout_preview";

/** The printed page beside the text: made by the server after each save, shown by PDF.js. */
export class LayoutPreview extends Component {
    static template = "company_docs.LayoutPreview";
    static props = { ...standardWidgetProps };

    setup() {
        // by default where there is room for it beside the text
        const wanted = browser.localStorage.getItem(OPEN_KEY) || (browser.innerWidth >= 1400 ? "yes" : "no");
        this.state = useState({ open: wanted === "yes", time: Date.now() });
        // every save changes the moment of the last change
        useEffect(
            () => {
                this.state.time = Date.now();
            },
            () => [this.props.record.resId, this.props.record.data.write_date?.ts]
        );
    }

    get isNew() {
        return !this.props.record.resId;
    }

    get url() {
        const file = `/company_docs/outgoing/${this.props.record.resId}/layout.pdf?time=${this.state.time}`;
        return `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(file)}#zoom=page-width&pagemode=none`;
    }

    get title() {
        return _t("Printed Page");
    }

    toggle() {
        this.state.open = !this.state.open;
        browser.localStorage.setItem(OPEN_KEY, this.state.open ? "yes" : "no");
    }

    async refresh() {
        if (!(await this.props.record.isDirty()) || (await this.props.record.save())) {
            this.state.time = Date.now();
        }
    }
}

registry.category("view_widgets").add("company_docs_layout_preview", {
    component: LayoutPreview,
    fieldDependencies: [{ name: "write_date", type: "datetime" }],
});
