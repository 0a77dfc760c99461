// SPDX-License-Identifier: Apache-2.0
// A trial of a few responses for the tests of exports and reports, and cells of what is written of it.
#pragma once

#include "sync/server/report/export.h"
#include "sync/server/report/rows.h"
#include "forms/engine/response.h"
#include "forms/study/publication.h"
#include "tests/support/csv.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace bedside::report {

inline Instant at(char const* text) { return parse_iso8601(text).value(); }
inline Instant const published = at("2026-06-01T12:00:00+08:00");
inline Instant const later = at("2026-06-02T12:00:00+08:00");

/// The example study with responses added in clinical words.
struct Trial {
    study::Publication publication = study::prepare_publication(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", published).value();
    std::vector<std::pair<Arrival, std::string>> responses; ///< by participant, moment, id, as a source hands them over
    std::map<std::string, ReplacedForm> replaced;

    /// Publishes the pain score anew, with something of its text changed.
    void publish_pain_score(std::string const& version, std::string const& from, std::string const& to)
    {
        auto const& before = *publication.study.form("pain-nrs");
        replaced[before.definition->canonical()] = { "pain-nrs", before.source };
        auto source = nlohmann::json::parse(before.source);
        source["version"] = version;
        auto text = source.dump();
        auto const place = text.find(from);
        REQUIRE(place != std::string::npos);
        publication.files["instruments/pain-nrs.json"] = text.replace(place, from.size(), to);
        publication.study = study::load_study(publication.files).value();
    }

    void add(std::string const& participant, std::string const& form, std::string const& visit, forms::Answers const& answers, Instant const& when = published, std::string const& amends = {})
    {
        auto const& definition = *publication.study.form(form)->definition;
        forms::ResponseHeader header;
        char id[40];
        std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012zu", responses.size() + 1);
        Arrival arrival;
        arrival.participant = participant;
        arrival.response_id = id;
        arrival.form = form;
        arrival.questionnaire = definition.canonical();
        arrival.tablet = "T-03";
        arrival.sequence = static_cast<std::int64_t>(responses.size() + 1);
        header.id = id;
        header.subject = participant;
        header.language = "zh-Hans";
        header.authored = when;
        header.tablet = "T-03";
        header.visit = visit;
        header.study = publication.study.id;
        if (!amends.empty()) {
            header.status = forms::ResponseStatus::amended;
            header.amends = amends;
            header.reason = "entry-error";
            header.corrected_by = "N-01";
        }
        auto const bytes = forms::build_response(definition, answers, header);
        INFO((bytes ? "" : bytes.error().message));
        REQUIRE(bytes);
        responses.emplace_back(arrival, *bytes);
        std::stable_sort(responses.begin(), responses.end(), [](auto const& a, auto const& b) { return a.first.participant < b.first.participant; });
    }

    void pain(std::string const& participant, std::string const& visit, int now, int average, Instant const& when = published, std::string const& amends = {})
    {
        forms::Answers answers;
        answers["now"].values = { now };
        answers["average"].values = { average };
        answers["worst"].absence = forms::Absence::asked_declined;
        answers["least"].values = { 0 };
        add(participant, "pain-nrs", visit, answers, when, amends);
    }

    Source source(Instant const& as_of = later) const
    {
        Source made;
        made.study_files = publication.files;
        made.roster = publication.roster;
        made.as_of = as_of;
        made.each_response = [this](auto const& visit) -> Result<void> {
            for (auto const& [arrival, bytes] : responses)
                TRY(visit(arrival, bytes));
            return {};
        };
        made.replaced_form = [this](std::string const& canonical) -> Result<std::optional<ReplacedForm>> {
            auto const found = replaced.find(canonical);
            return found == replaced.end() ? std::nullopt : std::optional(found->second);
        };
        return made;
    }
    Collected data(Instant const& as_of = later) const { return collect(source(as_of)).value(); }
    std::map<std::string, std::string> exported(Instant const& as_of = later) const
    {
        test::TemporaryFolder const folder;
        REQUIRE(write_export(source(as_of), folder.path() / "out", "0"));
        return test::contents_of(folder.path() / "out");
    }
    std::map<std::string, std::string> reported(Allocation const& allocation = {}) const
    {
        test::TemporaryFolder const folder;
        REQUIRE(write_report(data(), allocation, folder.path() / "out"));
        return test::contents_of(folder.path() / "out");
    }
};

/// The cell of the first row that begins with `key`.
inline std::string cell(std::string const& csv, std::vector<std::string> const& key, std::string const& column)
{
    auto const all = test::records(csv);
    auto const place = std::find(all[0].begin(), all[0].end(), column) - all[0].begin();
    REQUIRE(place < static_cast<std::ptrdiff_t>(all[0].size()));
    for (auto const& row : all) {
        if (std::equal(key.begin(), key.end(), row.begin()))
            return row[static_cast<std::size_t>(place)];
    }
    return "no such row";
}

} // namespace bedside::report
