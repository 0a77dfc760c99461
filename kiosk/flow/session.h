// SPDX-License-Identifier: Apache-2.0
// Questions about the form in progress, the day's tasks and the present session that views and apply() share. Pure.
#pragma once

#include "forms/engine/navigation.h"
#include "forms/study/readings.h"
#include "kiosk/flow/state.h"

namespace bedside::flow {

/// The screens of a form in order. Children of a `page` group get a screen each: one question, one screen.
std::vector<forms::Step> screens_of(forms::Definition const& definition, forms::Answers const& answers);
/// Place of a path among them; nullopt when branching hides it.
std::optional<std::size_t> place_of(std::vector<forms::Step> const& steps, std::string_view path);
/// Whether the item at this step can be answered.
bool asks(forms::Item const& item);
/// The first asking screen without answer or refusal.
std::optional<forms::ItemPath> first_open(std::vector<forms::Step> const& steps, forms::Answers const& answers);
/// Where "go on" leads from the item at a path: the next screen, or after the last one or during the review the first that is open; none: the review.
std::optional<forms::ItemPath> item_after(FormSession const& form, std::string_view path);
/// The item at a path as it is first shown: with what was typed into it before.
ItemScreen item_screen(FormSession const& form, std::string_view path);
/// The answer at a path, or an empty one.
forms::Answer const& answer_at(forms::Answers const& answers, std::string_view path);

/// "Question 9 of 30": number among asking screens.
struct Count {
    int position = 0; ///< 1-based; of the next asking screen when this one only displays
    int total = 0;
    int answered = 0;
};
Count count(std::vector<forms::Step> const& steps, forms::Answers const& answers, std::string_view path);

/// An answer for which help should be called now: a rating of present or average pain at or above the limit.
bool calls_for_help(forms::Item const& item, forms::Answer const& answer, int limit);
/// Whether any answer of the form does.
bool calls_for_help(FormSession const& form, int limit);

/// One thing for the patient to do today.
struct Task {
    std::string form;
    std::string visit;
    bool done = false;
    std::optional<OpenForm> begun;
    Instant closes;
    bool event = false; ///< an interrupted event-contingent form
};
/// Due now or done in a window that is still open, for one participant; interrupted episodes first. No staff forms.
std::vector<Task> tasks_of(AppState const& state, std::string_view participant);
/// The same of the forms that staff fills in.
std::vector<Task> staff_tasks_of(AppState const& state, std::string_view participant);
/// An open response about this participant that staff began, not a correction; nullptr: none.
OpenForm const* begun_by_staff(AppState const& state, std::string_view participant, std::string_view form, std::string_view visit);

/// What a role may do beside handing the tablet over.
enum class Right {
    record,          ///< fill in the visits' staff forms, and an episode too old for the patient to enter
    correct_staff,   ///< correct what staff recorded
    correct_patient, ///< correct what a patient answered
    study_status,    ///< anchors, withdrawal, death, end of study
    inspect,         ///< read the audit trail, write a rescue file, test the tablet
    administer,      ///< leave the kiosk
};
/// nurse: record, correct_staff; coordinator: everything but administer; administrator: inspect, administer. An unknown role: nothing.
bool may(StaffSession const& staff, Right right);
/// What is needed to correct a completed form.
Right right_to_correct(AppState const& state, SentForm const& form);
/// At most 20 % is low, at most 10 % the last warning; always fine on mains power.
BatteryLevel battery_level(AppState const& state);
/// The study's quiet hours.
bool is_night(AppState const& state);
/// None while the screen is dark, dim in the quiet hours.
Light light_of(AppState const& state);
/// Alerts that nobody has acknowledged.
std::vector<AlertFact const*> open_alerts(AppState const& state);
enum class Filler { patient, staff };
/// What the answers of an event-contingent form say about it: "late" (entered more than the diary's real-time hours after the onset),
/// "staff-correction" (older than a patient may enter), "pain-flare" (background pain above the study's limit).
std::vector<std::string> episode_flags(study::Study const& study, study::CompletedForm const& episode, Filler filler);
/// The event-contingent form ("sudden pain") that this participant can report now, or nullptr.
study::StudyForm const* episode_form(AppState const& state, std::string_view participant);
/// The participant to whom this tablet is lent (home mode), or nullptr.
study::Participant const* owner(AppState const& state);
/// The participant of the roster, or nullptr.
study::Participant const* participant(AppState const& state, std::string_view number);
/// The completed form with this id, or nullptr.
SentForm const* sent_form(AppState const& state, std::string_view response_id);
/// Screen, and for an item its path: changes exactly when another screen is shown.
std::string place_name(AppState const& state);
/// Whether the form in progress is event-contingent (its questions are "steps").
bool is_event(AppState const& state);
/// Name of the present screen, as in the ui-tree.
std::string screen_name(AppState const& state);
/// The definition of the form now shown (practice or session), or nullptr.
forms::Definition const* shown_form(AppState const& state);

} // namespace bedside::flow
