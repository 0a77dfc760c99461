// What a patient does with a form on the running kiosk, as steps of a longer way: answers, hands in, waits for the hospital's word.
import { CheckFailed } from './kiosk.mjs';

const delivered = ['医院已经收到', '醫院已經收到', 'The hospital has received it',
    '您的回答和提醒都已送达', '您的回答和提醒都已送達', 'Your answer and the alert were delivered']; // with an alert

export class Patient {
    /** `receipts`: whether anybody brings the hospital's receipts. */
    constructor(kiosk, { receipts = true } = {}) {
        this.kiosk = kiosk;
        this.receipts = receipts;
    }

    /** Answers the item shown: one of `prefer`, a moment, a duration or a number, a place on the body, a box, or one of the options, not always the same. Returns the id tapped. */
    async answer(index, prefer = []) {
        const { kiosk } = this;
        const on = id => kiosk.element(id)?.enabled;
        const chosen = prefer.find(on);
        if (chosen) {
            await kiosk.choose(chosen);
            return chosen;
        }
        const quick = ['region:front_chest_left', 'quick:30', ...kiosk.ids('quick:'), 'key:5'].find(on);
        if (quick) {
            await kiosk.tap(quick);
            await kiosk.until('Next', tree => kiosk.element('next', tree)?.enabled);
            return quick;
        }
        const boxes = [...kiosk.ids('nrs:'), ...kiosk.ids('box:')];
        const choices = boxes.length ? boxes : kiosk.ids('option:');
        const id = choices[index % choices.length];
        await kiosk.choose(id);
        return id;
    }

    /**
     * Goes through the items of a form to its review. `nrs` are the numbers to tap in order, `prefer` ids to tap where they are, `skip` is the number of
     * the question that is declined, `pictured` says which question numbers are photographed.
     */
    async fillIn(name, { nrs = [], prefer = [], skip, pictured = [] } = {}) {
        const { kiosk } = this;
        const answered = [];
        for (let number = 0; ;) {
            const tree = kiosk.tree();
            if (tree.screen === 'review') return answered;
            if (tree.screen === 'pain_high') {
                kiosk.picture('pain_high');
                await kiosk.go('acknowledge');
                continue;
            }
            if (tree.screen !== 'item') throw new CheckFailed(`${name}: an item was expected, not '${tree.screen}'`);
            ++number;
            const path = tree.place.replace(/^item /, '');
            if (number === 1) kiosk.check(`${name}: nothing is chosen beforehand and Next is off`, !tree.elements.some(e => e.selected) && !kiosk.element('next', tree)?.enabled);
            if (pictured.includes(number)) kiosk.picture(`${name}_q${number}`);
            if (number === skip) {
                await kiosk.go('decline');
                await kiosk.screen('decline');
                kiosk.picture(`${name}_decline`);
                await kiosk.go('confirm');
                await kiosk.screen('item');
                answered.push({ path, declined: true });
            } else {
                answered.push({ path, id: await this.answer(number, number <= nrs.length ? [`nrs:${nrs[number - 1]}`] : prefer) });
            }
            if (pictured.includes(number)) kiosk.picture(`${name}_q${number}_answered`);
            await kiosk.go('next');
        }
    }

    /** From the review to the thanks. */
    async handIn(name) {
        const { kiosk } = this;
        kiosk.picture(`${name}_review`);
        await kiosk.go('submit');
        const tree = await kiosk.until('thanks', t => t.screen === 'thanks' || t.screen === 'pain_high');
        if (tree.screen === 'pain_high') {
            kiosk.picture(`${name}_pain_high_end`);
            await kiosk.go('acknowledge');
        }
        await kiosk.screen('thanks');
        kiosk.picture(`${name}_thanks`);
    }

    async received(name) {
        const { kiosk } = this;
        if (!this.receipts) return;
        await kiosk.waited(() => delivered.some(word => kiosk.says(word)), 25000);
        kiosk.check(`${name}: "received by the hospital" is shown after the receipt`, delivered.some(word => kiosk.says(word)));
        kiosk.picture(`${name}_received`);
    }
}
