// SPDX-License-Identifier: Apache-2.0
// The frame around every console page, and the words in it.
#pragma once

#include "forms/base/clock.h"
#include "locales/catalogue.h"
#include "sync/server/http/message.h"
#include "sync/server/markup/markup.h"

#include <optional>

namespace bedside::server {

/// What one page needs to know about who looks at it.
struct PageContext {
    locales::Catalogue const& words;
    Caller caller;
    std::string form_token; ///< goes into every form as the hidden field "token"
    std::string study;      ///< title or id; empty before anything is published
    std::string path;       ///< of this page, to mark it in the navigation
    Instant now {};         ///< of this request
    long open_alerts = 0;   ///< stands in the navigation
    bool locked = false;    ///< the study takes no changes

    /// Whether this person may change anything; who only reads sees no forms.
    bool may_act() const { return caller.role == Role::coordinator || caller.role == Role::administrator; }
};

/// A whole page with navigation. `main` is HTML.
HttpResponse page(PageContext const& context, std::string const& title, std::string const& main);
/// A page before the login.
HttpResponse bare_page(locales::Catalogue const& words, std::string const& title, std::string const& main);
/// Strict headers that every console answer carries.
void add_security_headers(HttpResponse& response);
/// The language of a browser: "lang" cookie, else Accept-Language, else Chinese.
locales::Catalogue const& words_of(HttpRequest const& request);

/// "2 minutes ago" from milliseconds.
std::string ago(locales::Catalogue const& words, std::int64_t milliseconds);
/// "5 hours": a duration in its largest unit.
std::string duration(locales::Catalogue const& words, std::int64_t milliseconds);
/// "2026-11-24 14:33" of an ISO 8601 moment in its own offset.
std::string minute_of(std::string const& iso);
/// The same of milliseconds, in the server's offset of now; "—" for nothing.
std::string minute_of(std::optional<std::int64_t> wall_ms, Instant const& now);
/// A coloured mark: "ok", "wait", "alert", "plain".
std::string tag(char const* kind, std::string_view icon_name, std::string const& text);
/// A sentence of the server in the reader's words: "Item now: The answer is greater than 10." is looked up as "The answer is greater than {a}.",
/// the item's name put before. One that is not in the catalogue stays as it is.
std::string told(locales::Catalogue const& words, std::string_view sentence);
/// Title, one sentence, and what can be done.
std::string head(std::string const& title, std::string const& summary, std::string const& acts = "");
/// The head of a table.
std::string columns(std::vector<std::string> const& labels);
/// A panel that may be wider than its place: keys reach it to scroll it. `inside` is HTML.
std::string wide_panel(std::string const& label, std::string const& inside);
/// One line of a list of facts.
std::string fact(std::string const& label, std::string const& value);
/// A labelled field of a form; `attributes` as they stand in HTML.
std::string field(std::string const& label, std::string const& name, std::string const& type, std::string const& attributes = "");
/// A value that a form sends without asking for it.
std::string hidden(std::string const& name, std::string const& value);
/// A form that posts. `about` completes the button's name for those who hear it; `kind`: "primary", "danger" or "".
std::string act(PageContext const& context, std::string const& path, std::string const& inside, std::string const& label, std::string const& about, std::string const& kind = "");
/// What is behind a click: a summary that opens.
std::string disclosure(std::string const& summary, std::string const& inside);

/// A line icon of 24 x 24 units ("check", "alert", "tablet", "bell", "offline") at this size.
std::string icon(std::string_view name, int size);

} // namespace bedside::server
