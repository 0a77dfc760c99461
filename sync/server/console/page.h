// SPDX-License-Identifier: Apache-2.0
// The frame around every console page, and the words in it.
#pragma once

#include "locales/catalogue.h"
#include "sync/server/http/message.h"

namespace bedside::server {

/// Text made safe for HTML text and quoted attributes.
std::string escaped(std::string_view text);

/// What one page needs to know about who looks at it.
struct PageContext {
    locales::Catalogue const& words;
    Caller caller;
    std::string form_token; ///< goes into every form as the hidden field "token"
    std::string study;      ///< title or id; empty before anything is published
    std::string path;       ///< of this page, to mark it in the navigation
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
/// A line icon of 24 x 24 units ("check", "alert", "tablet", "bell", "offline") at this size.
std::string icon(std::string_view name, int size);

} // namespace bedside::server
