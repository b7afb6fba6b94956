/** What the map knows about its objectives: who stands above and below whom, and who is to be seen. */
export class AlignmentGraph {
    constructor(data) {
        this.data = data;
        this.plans = new Map(data.plans.map((plan) => [plan.id, plan]));
        this.people = new Map(data.people.map((person) => [person.id, person.name]));
        this.parents = new Map(data.departments.map((unit) => [unit.id, unit.parent_id]));
        this.objectives = new Map(data.objectives.map((objective) => [objective.id, objective]));
        this.results = new Map();
        this.contributors = new Map();
        for (const objective of data.objectives) {
            for (const result of objective.key_results) {
                this.results.set(result.id, { ...result, objective_id: objective.id });
            }
        }
        for (const objective of data.objectives) {
            const key = objective.parent_key_result_id;
            if (key && !this.contributors.has(key)) {
                this.contributors.set(key, []);
            }
            this.contributors.get(key)?.push(objective);
        }
    }

    planOf(objective) {
        return this.plans.get(objective.plan_id);
    }

    /** Objectives that contribute to a key result. */
    below(resultId) {
        return this.contributors.get(resultId) || [];
    }

    /** The objective above: of the key result contributed to, or the overarching one. */
    above(objective) {
        const result = this.results.get(objective.parent_key_result_id);
        return this.objectives.get(result ? result.objective_id : objective.overarching_id);
    }

    isAligned(objective) {
        return this.planOf(objective).level === "company" || Boolean(this.above(objective));
    }

    /** Ids of all objectives above, the given one included. */
    upward(objective) {
        const ids = new Set();
        for (let one = objective; one && !ids.has(one.id); one = this.above(one)) {
            ids.add(one.id);
        }
        return ids;
    }

    /** Ids of all objectives that contribute to the given one, directly or not. */
    downward(objective, ids = new Set()) {
        for (const result of objective.key_results) {
            for (const one of this.below(result.id)) {
                if (!ids.has(one.id)) {
                    ids.add(one.id);
                    this.downward(one, ids);
                }
            }
        }
        return ids;
    }

    lineOf(objectiveId) {
        const objective = this.objectives.get(objectiveId);
        return objective ? new Set([...this.upward(objective), ...this.downward(objective)]) : null;
    }

    isUnder(departmentId, ancestorId) {
        for (let id = departmentId; id; id = this.parents.get(id)) {
            if (id === ancestorId) {
                return true;
            }
        }
        return false;
    }

    isOf(objective, personId) {
        return (
            this.planOf(objective).employee_id === personId ||
            objective.key_results.some((result) => result.owner_id === personId)
        );
    }

    matches(objective, { departmentId, personId, mine, unaligned, search }) {
        const text = [objective.name, ...objective.key_results.map((result) => result.name)].join("\n").toLowerCase();
        return (
            (!departmentId || this.isUnder(this.planOf(objective).department_id, departmentId)) &&
            (!personId || this.isOf(objective, personId)) &&
            (!mine || this.isOf(objective, this.data.me)) &&
            (!unaligned || !this.isAligned(objective)) &&
            (!search || text.includes(search.toLowerCase()))
        );
    }

    /** Objectives that match, and the line above each of them. */
    select(filters) {
        const ids = new Set();
        for (const objective of this.data.objectives) {
            if (this.matches(objective, filters)) {
                this.upward(objective).forEach((id) => ids.add(id));
            }
        }
        return ids;
    }

    /** Columns by level, plans below the same plan together. */
    columns(ids) {
        return this.data.levels.map(([level, label]) => ({
            level,
            label,
            plans: this.data.plans
                .filter((plan) => plan.level === level)
                .map((plan) => ({
                    ...plan,
                    objectives: this.data.objectives.filter((one) => one.plan_id === plan.id && ids.has(one.id)),
                }))
                .filter((plan) => plan.objectives.length),
        })).filter((column) => column.plans.length);
    }

    /** Lines between objectives that are to be seen. */
    links(ids) {
        return this.data.objectives
            .filter((one) => ids.has(one.id) && this.results.has(one.parent_key_result_id))
            .map((one) => {
                const result = this.results.get(one.parent_key_result_id);
                return {
                    key: `${result.id}-${one.id}`,
                    from: [`result-${result.id}`, `objective-${result.objective_id}`],
                    to: `objective-${one.id}`,
                    objectiveId: one.id,
                    aboveId: result.objective_id,
                    share: one.share,
                };
            })
            .filter((link) => ids.has(link.aboveId));
    }

    /** Who contributes to a key result, level below level. */
    contributions(resultId, depth = 0, seen = new Set()) {
        const rows = [];
        for (const one of this.below(resultId)) {
            if (!seen.has(one.id)) {
                seen.add(one.id);
                rows.push({ objective: one, plan: this.planOf(one), depth });
                for (const result of one.key_results) {
                    rows.push(...this.contributions(result.id, depth + 1, seen));
                }
            }
        }
        return rows;
    }
}
