// SPDX-License-Identifier: Apache-2.0
// A simulated participant's tablet: a real store, the real engine, the real sync client, a clock that the simulation sets.
#pragma once

#include "forms/study/planner.h"
#include "sync/client/synchroniser.h"
#include "sync/simulate/clock.h"
#include "sync/simulate/patient.h"
#include "sync/store/store.h"

#include <filesystem>
#include <memory>

namespace bedside::simulate {

/// What all tablets of a simulation share.
struct Setting {
    Parameters parameters;
    study::Study study;
    std::uint64_t seed = 1;
};

/// What happened, for the end's account.
struct Tally {
    int evenings = 0;      ///< end-of-day records handed in
    int episodes = 0;
    int visits = 0;        ///< visit occasions with at least one form
    int visit_forms = 0;
    int refused_items = 0;
    int left_open = 0;     ///< begun, and finished after their window
};

class SimulatedTablet {
public:
    /// Enrols at `url` with `code` into DIRECTORY and pulls the study. `setting` must outlive it.
    static Result<std::unique_ptr<SimulatedTablet>> enrol(Setting const& setting, Patient patient, std::string const& url, std::string const& code, std::filesystem::path const& directory, std::int64_t now_ms);

    /// Everything that the patient and staff do on this day, and the evening's sync where there is a network.
    Result<void> live(Day day);
    /// Hands in so many forms of the first visit, whatever is due: a load, no trial.
    Result<void> hand_in_load(int forms);
    /// Ends the connections to the server; the next round opens new ones.
    void hang_up() { m_synchroniser.reset(); }
    /// Rounds until the server has everything. Fails with network, saying what holds it up.
    Result<void> drain(std::int64_t now_ms);

    Patient const& patient() const { return m_patient; }
    Tally const& tally() const { return m_tally; }
    /// Every form that was handed in: id and sha256 of its frozen bytes.
    std::vector<std::pair<std::string, std::string>> const& completed() const { return m_completed; }
    /// Proves store and receipts whole.
    Result<void> verify() const;

private:
    SimulatedTablet(Setting const& setting, Patient patient, std::filesystem::path directory);
    /// One thing to do at a moment of true time.
    struct Occasion {
        enum class Kind { visit, evening, episode, resume };
        std::int64_t at_ms = 0;
        Kind kind = Kind::evening;
        std::string visit;          ///< id; of an evening record its date
        std::int64_t onset_ms = 0;  ///< true time
    };
    enum class Ending { handed_in, left_open };

    void plan_visits();
    void plan_day(Day day);
    Result<void> perform(Occasion const& occasion);
    Result<void> attend(std::string const& visit);
    Result<void> keep_diary(std::string const& date);
    Result<void> enter_episode(std::int64_t onset_ms);
    Result<void> resume();
    Result<void> fill(study::StudyForm const& form, std::string const& visit, Situation const& situation, Ending ending);
    Result<void> answer_rest(study::StudyForm const& form, std::string const& response, Situation const& situation, store::Actor const& actor, int most);
    Result<void> hand_in(study::StudyForm const& form, store::OpenResponse const& open, Situation const& situation, store::Actor const& actor);
    std::vector<std::string> flags_of(study::StudyForm const& form, std::string const& visit, Situation const& situation) const;
    Situation situation_on(Day day) const;
    store::Actor actor_for(study::StudyForm const& form);
    Day today() const;

    Setting const& m_setting;
    Patient m_patient;
    std::filesystem::path m_directory;
    SimulatedClock m_clock;
    Random m_random;
    std::optional<store::Store> m_store;
    std::optional<client::Synchroniser> m_synchroniser;
    std::vector<Occasion> m_to_do;               ///< of today and later
    std::vector<study::ResponseFact> m_facts;    ///< what this patient has handed in
    std::map<Day, int> m_episodes;               ///< of each day, happened
    std::map<Day, int> m_logged;                 ///< of each day, entered
    std::vector<std::pair<std::string, std::string>> m_completed;
    Tally m_tally;
};

} // namespace bedside::simulate
