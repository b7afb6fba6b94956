import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Time left by the server's clock; the server refuses late answers whatever the page shows. */
export class InquiryCountdown extends Interaction {
    static selector = ".o_company_inquiry_countdown";

    setup() {
        this.end = Date.now() + Number(this.el.dataset.seconds) * 1000;
    }

    start() {
        this.show();
        const timer = setInterval(this.show.bind(this), 1000);
        this.registerCleanup(() => clearInterval(timer));
    }

    show() {
        const left = Math.max(0, Math.floor((this.end - Date.now()) / 1000));
        const days = Math.floor(left / 86400);
        const clock = [Math.floor(left / 3600) % 24, Math.floor(left / 60) % 60, left % 60]
            .map((part) => String(part).padStart(2, "0")).join(":");
        this.el.textContent = left ? (days ? _t("%(days)s days %(clock)s", { days, clock }) : clock) : _t("over");
        this.el.classList.toggle("text-danger", left < 4 * 3600);
    }
}

/** Sum of the figures typed so far. */
export class InquirySum extends Interaction {
    static selector = ".o_company_inquiry_form";
    dynamicContent = {
        "input": { "t-on-input": this.sum },
    };

    start() {
        this.sum();
    }

    sum() {
        const figure = (input) => Number((input?.value || "0").replaceAll(",", "")) || 0;
        let total = figure(this.el.querySelector("[name=freight_amount]"));
        for (const row of this.el.querySelectorAll(".o_company_inquiry_line")) {
            total += figure(row.querySelector("[name^=price_unit]")) * figure(row.querySelector("[name^=quantity]"));
        }
        const target = this.el.querySelector(".o_company_inquiry_total");
        if (target) {
            target.textContent = total.toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
        }
    }
}

registry.category("public.interactions").add("company_procurement.inquiry_countdown", InquiryCountdown);
registry.category("public.interactions").add("company_procurement.inquiry_sum", InquirySum);
