// Eyes and hands on a running kiosk: reads --ui-tree, taps and types through xdotool (XTest), takes pictures through ImageMagick.
import { execFileSync } from 'node:child_process';
import { readFileSync, mkdirSync } from 'node:fs';

export class CheckFailed extends Error {}

export class Kiosk {
    constructor({ display, uiTree, out }) {
        this.display = display;
        this.uiTree = uiTree;
        this.pictures = `${out}/pictures`;
        mkdirSync(this.pictures, { recursive: true });
        this.steps = [];
        this.checks = [];
        this.taps = 0;
    }

    run(program, ...args) {
        return execFileSync(program, args, { env: { ...process.env, DISPLAY: this.display }, stdio: ['ignore', 'pipe', 'pipe'] });
    }

    sleep(ms) { return new Promise(resolve => setTimeout(resolve, ms)); }

    /** Waits until taps count again after the last change of the screen; the tree says from when. */
    async settled() {
        for (let wait; (wait = (this.tree().taps_from ?? 0) - Date.now()) > 0;) await this.sleep(Math.min(wait, 1000) + 1);
    }

    tree() {
        try {
            return JSON.parse(readFileSync(this.uiTree, 'utf8'));
        } catch {
            return { screen: '', place: '', elements: [] };
        }
    }

    element(id, tree = this.tree()) { return tree.elements.find(element => element.id === id); }
    says(text, tree = this.tree()) { return tree.elements.some(element => (element.label ?? '').includes(text)); }
    ids(prefix) { return this.tree().elements.filter(element => element.id.startsWith(prefix)).map(element => element.id); }

    /** Waits until `condition(tree)` holds; fails with `what` after `ms`. */
    async until(what, condition, ms = 10000, pictured = true) {
        const end = Date.now() + ms;
        for (;;) {
            const tree = this.tree();
            if (condition(tree)) return tree;
            if (Date.now() > end) {
                if (pictured) this.picture('failed');
                throw new CheckFailed(`waited ${ms} ms for ${what}; the screen is '${tree.screen}' (${tree.place}) with ${tree.elements.map(e => e.id + (e.enabled ? '' : '!')).join(' ')}`);
            }
            await this.sleep(15);
        }
    }

    /** Waits for `condition`, at most `ms`; whoever asks checks it afterwards. */
    async waited(condition, ms) {
        for (const end = Date.now() + ms; Date.now() < end && !condition();) await this.sleep(15);
    }

    screen(name, ms) { return this.until(`the screen '${name}'`, tree => tree.screen === name, ms); }

    press({ rect: { x, y, w, h } }) {
        this.run('xdotool', 'mousemove', String(Math.round(x + w / 2)), String(Math.round(y + h / 2)), 'mousedown', '1', 'mouseup', '1');
        ++this.taps;
    }

    /** To the next page of a list. */
    async turnPage() {
        await this.settled();
        const rows = tree => tree.elements.map(element => `${element.id} ${element.label}`).join();
        const before = rows(this.tree());
        this.press(this.element('page_down'));
        await this.until('the next page', tree => rows(tree) !== before);
    }

    /** Turns the pages of a list on until the element is there; how many are due, and so where it stands, depends on the hour. */
    async turnTo(id) {
        for (let page = 0; page < 12 && !this.element(id) && this.element('page_down')?.enabled; ++page) {
            await this.turnPage();
        }
    }

    /** Taps the middle of an element that is there and on, once taps count. */
    async tap(id, ms) {
        await this.turnTo(id);
        await this.settled();
        const tree = await this.until(`'${id}' to be on`, t => this.element(id, t)?.enabled, ms);
        this.press(this.element(id, tree));
    }

    /** Taps and waits until another place is shown; a tap inside the guard time counts for nothing, so it is tried again. */
    async go(id, ms = 10000) {
        const from = this.tree().place;
        const end = Date.now() + ms;
        await this.tap(id, ms);
        while (Date.now() < end) {
            try {
                return await this.until('another screen', tree => tree.place !== from, 1500, false);
            } catch { /* not yet: the store may be at work, or the tap fell into the guard time */ }
            if (this.element(id)?.enabled && this.tree().place === from) await this.tap(id, 500);
        }
        throw new CheckFailed(`'${id}' led nowhere from ${from}`);
    }

    /** Chooses an answer and waits until it is shown as chosen. */
    async choose(id) {
        for (let round = 0; round < 6; ++round) {
            await this.tap(id);
            try {
                return await this.until(`'${id}' to be chosen`, tree => this.element(id, tree)?.selected, 700, false);
            } catch { /* inside the guard time */ }
        }
        throw new CheckFailed(`'${id}' can't be chosen`);
    }

    /** From the lock, with a PIN, to what staff sees first. */
    async enterPin(pin, seen = () => {}) {
        await this.go('unlock');
        await this.screen('pin');
        seen('pin');
        for (const digit of pin) await this.tap(`pin:${digit}`);
        await this.go('pin_ok', 30000);
    }

    /** From the participants to what staff records about one of them. */
    async openRecords(participant, seen = () => {}) {
        await this.tap('filter_staff');
        await this.until('the records', tree => this.element('filter_staff', tree)?.selected);
        seen('participants');
        await this.go(`participant:${participant}`);
        seen('records');
    }

    /**
     * Staff unlocks with the PIN and hands the tablet to a participant, who confirms: from the lock to the tasks, or to the item where an
     * interrupted form goes on. `seen(screen)` is called at each screen.
     */
    async handOver(pin, participant, seen = () => {}) {
        await this.until('the lock screen', tree => tree.screen === 'lock' && tree.elements.some(e => e.id === 'unlock'), 20000);
        await this.settled();
        seen('lock');
        await this.enterPin(pin, seen);
        const shown = ['alerts', 'participants', 'identity'];
        let unlocked = await this.until('participants or an interrupted one', tree => shown.includes(tree.screen));
        if (unlocked.screen === 'alerts') { // nobody has looked at it yet
            seen('alerts');
            await this.go('next');
            unlocked = await this.until('participants or an interrupted one', tree => shown.slice(1).includes(tree.screen));
        }
        if (unlocked.screen === 'participants') {
            await this.turnTo(`participant:${participant}`);
            seen('participants');
            await this.go(`participant:${participant}`);
        }
        await this.screen('identity');
        seen('identity');
        await this.go('yes');
        const confirmed = await this.until('tasks or an item', tree => tree.screen === 'tasks' || tree.screen === 'item');
        seen(confirmed.screen);
    }

    picture(name) {
        const number = String(this.steps.length + 1).padStart(2, '0');
        const file = `${this.pictures}/${number}_${name}.png`;
        this.run('import', '-window', 'root', file);
        this.steps.push({ number: this.steps.length + 1, name, screen: this.tree().screen, place: this.tree().place, picture: `pictures/${number}_${name}.png` });
    }

    check(name, passed, detail = '') {
        this.checks.push({ name, passed: Boolean(passed), ...(detail && { detail }) });
        console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}${passed || !detail ? '' : `: ${detail}`}`);
    }

    summary() {
        return { steps: this.steps, checks: this.checks, taps: this.taps, passed: this.checks.every(check => check.passed) };
    }
}
