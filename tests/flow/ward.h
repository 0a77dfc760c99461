// SPDX-License-Identifier: Apache-2.0
// A ward in memory: the kiosk's flow with a store that keeps things in a map, driven by pressing keys by their ids.
#pragma once

#include "kiosk/flow/apply.h"
#include "kiosk/flow/privacy.h"
#include "kiosk/flow/view.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace bedside::tests {

/// What a store would hold.
struct StoredForm {
    flow::OpenForm open;
    forms::Answers answers;
    bool completed = false;
    std::int64_t sequence = 0;
    std::string bytes; ///< frozen
    Instant authored;
    bool received = false;
    forms::ResponseHeader header;
    std::vector<flow::AlertFact> alerts;
};

class Ward {
public:
    /// The example study on 2026-11-24 14:33 in Shanghai, tablet T-03, PIN 2580.
    explicit Ward(std::string tablet = "T-03");

    // --- hands
    /// Presses a key that must be there and on; waits out the guard time first.
    void press(std::string const& id);
    /// Presses whatever is under a finger at once, without waiting.
    void press_at_once(std::string const& id);
    bool offers(std::string const& id) const; ///< the key is there and on
    bool shows(std::string const& id) const;  ///< the key is there
    flow::Key key(std::string const& id) const;
    void wait(std::int64_t milliseconds);
    void touch();

    // --- eyes
    flow::Screenful sees() const;
    std::string text() const;
    std::string screen() const { return sees().screen; }
    template <typename V>
    V view() const
    {
        return std::get<V>(sees().view);
    }

    // --- whole acts
    /// With the PIN of a nurse (2580), a coordinator (1470) or an administrator (2582).
    void unlock(std::string const& pin = "2580");
    /// PIN, participant, "it is me": at the tasks.
    void hand_over_to(std::string const& number);
    /// Answers the item shown with its n-th key (1-based) and goes on.
    void answer_with(std::string const& id);
    /// Answers the item shown, whatever it is: `nrs` in boxes, on a keypad and as the region's place, else the first choice. Goes on.
    void answer_item(int nrs);
    /// Goes through a form from its present item to the review, always with the first option or `nrs`.
    void fill_in(int nrs = 3);
    void kill_and_start_again();
    /// "It is me" of home mode's only participant: at the tasks.
    void open_at_home();
    /// The server's receipts arrive for everything completed.
    void receive_all();
    flow::Facts facts() const;

    void apply(flow::Intent const& intent);
    void happen(flow::Event const& event);

    flow::AppState state;
    Instant now;
    std::string tablet;
    bool disk_full = false;
    bool slow_disk = false; ///< effects wait until let_disk_work()
    void let_disk_work();
    std::map<std::string, StoredForm> store; ///< by response id
    std::vector<flow::Audit> audit;
    int ended = 0; ///< times the machine's console was asked for
    std::vector<int> kept_dpi; ///< what the panel was measured at
    int calls = 0; ///< times the screen was lit and a sound asked for
    /// The participant of the roster, to change.
    study::Participant& participant(std::string const& number);
    study::Study const& study() const { return *m_study; }
    /// Another study from now on.
    void use(std::shared_ptr<study::Study const> study);
    int wrong_pins = 0;

private:
    void perform(std::vector<flow::Effect> effects);
    void perform_one(flow::Effect const& effect);
    std::shared_ptr<study::Study const> m_study;
    bool complete(flow::CompleteResponse const& effect);
    std::vector<study::Participant> m_roster;
    std::deque<flow::Effect> m_waiting;
    std::deque<flow::SaveAnswer> m_unsaved;
    int m_next_id = 1;
    std::int64_t m_sequence = 0;
};

} // namespace bedside::tests
