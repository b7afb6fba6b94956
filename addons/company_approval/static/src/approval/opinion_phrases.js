import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";

const RECENT_LIMIT = 4;

/** The opinions that everybody uses, per action. */
export function commonOpinions(action) {
    switch (action) {
        case "approve":
            return [_t("Agreed."), _t("Agreed. Please carry it out as planned."), _t("Read and agreed.")];
        case "reject":
            return [_t("Not agreed."), _t("Not needed at present."), _t("Over the budget.")];
        case "return":
            return [
                _t("Please complete the documents."),
                _t("Please correct it and submit again."),
                _t("The amount has to be checked again."),
            ];
        case "transfer":
            return [_t("This is your field, please decide."), _t("I am away, please decide.")];
        case "add_signer":
            return [_t("Please give your opinion."), _t("Please check the technical side.")];
        case "ask":
            return [_t("Please explain the reason."), _t("Is there stock that can be used?")];
        case "withdraw":
            return [_t("Filled in wrongly."), _t("No longer needed.")];
        default:
            return [];
    }
}

function storageKey(action) {
    return `company_approval.opinions.${user.userId}.${action}`;
}

/** What this user wrote lately for the action (kept in the browser only). */
export function recentOpinions(action) {
    try {
        const stored = JSON.parse(browser.localStorage.getItem(storageKey(action)) || "[]");
        return Array.isArray(stored) ? stored.filter((text) => typeof text === "string") : [];
    } catch {
        return [];
    }
}

export function rememberOpinion(action, opinion) {
    const text = (opinion || "").trim();
    if (!text || text.length > 60 || commonOpinions(action).some((common) => String(common) === text)) {
        return;
    }
    const texts = [text, ...recentOpinions(action).filter((other) => other !== text)];
    browser.localStorage.setItem(storageKey(action), JSON.stringify(texts.slice(0, RECENT_LIMIT)));
}
