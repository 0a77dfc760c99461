// SPDX-License-Identifier: Apache-2.0
// The form that is being filled in, and the way through its questions.
#pragma once

#include "forms/engine/navigation.h"
#include "forms/engine/response.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::flow {

struct AppState;

/// Text as shown -> the WAV file that says it, of a wording pack.
using Recordings = std::map<std::string, std::string, std::less<>>;

/// The form that is being filled in.
struct FormSession {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::string amends;                                            ///< completed response that is corrected; empty as a rule
    std::string reason;                                            ///< code of why
    bool by_staff = false;                                         ///< filled in on staff's screens
    std::shared_ptr<forms::Definition const> definition;
    std::shared_ptr<Recordings const> recordings;                  ///< of its wording pack; shared with the voice, null without
    forms::Answers answers;                                        ///< as shown
    std::map<forms::ItemPath, std::uint64_t, std::less<>> unsaved; ///< path -> ticket of the newest save that is not yet durable
    bool save_failed = false;                                      ///< the last save found no room; the store tries again by itself
    bool completing = false;                                       ///< handed in, waiting for the store
    bool reviewing = false;                                        ///< the review was reached; an edit returns to it
    forms::Answers original;                                       ///< of a correction: what was handed in
    bool lost = false;                                             ///< the store takes no more answers of it
    bool pain_told = false;                                        ///< the call-bell text was shown after an answer
};

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
/// The answer at a path, or an empty one.
forms::Answer const& answer_at(forms::Answers const& answers, std::string_view path);

/// "Question 9 of 30": number among asking screens.
struct Count {
    int position = 0; ///< 1-based; of the next asking screen when this one only displays
    int total = 0;
    int answered = 0;
};
Count count(std::vector<forms::Step> const& steps, forms::Answers const& answers, std::string_view path);

/// A correction that says what the original said.
bool is_unchanged(FormSession const& form);

/// An answer for which help should be called now: a rating of present or average pain at or above the limit.
bool calls_for_help(forms::Item const& item, forms::Answer const& answer, int limit);
/// Whether any answer of the form does.
bool calls_for_help(FormSession const& form, int limit);

/// Whether the form in progress is event-contingent (its questions are "steps").
bool is_event(AppState const& state);
/// The definition of the form now shown (practice or session), or nullptr.
forms::Definition const* shown_form(AppState const& state);

} // namespace bedside::flow
