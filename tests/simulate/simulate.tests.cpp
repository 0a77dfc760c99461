// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/parameters.h"
#include "sync/simulate/random.h"
#include "sync/simulate/server.h"
#include "sync/simulate/trial.h"

#include "forms/engine/navigation.h"
#include "forms/engine/response.h"
#include "forms/study/study.h"
#include "sync/client/enrolment.h"
#include "sync/client/synchroniser.h"
#include "tests/support/ok.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <set>
#include <sstream>

using namespace bedside;
using namespace bedside::simulate;
using bedside::test::ok;
using bedside::test::TemporaryFolder;

namespace {

/// Memory where there is some: a thousand commits wait for no disk.
std::filesystem::path fast_folder()
{
    auto const memory = std::filesystem::path("/dev/shm");
    auto pattern = ((std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) / "bedside-simulate-XXXXXX").string();
    return ::mkdtemp(pattern.data());
}

void replace(std::filesystem::path const& file, std::string const& what, std::string const& with)
{
    auto text = test::bytes_of(file);
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    for (auto place = at; place != std::string::npos; place = text.find(what, place + with.size()))
        text.replace(place, what.size(), with);
    std::ofstream(file, std::ios::binary) << text;
}

/// The example study, over after a fortnight.
struct ShortStudy {
    ShortStudy()
    {
        std::filesystem::copy(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", folder(), std::filesystem::copy_options::recursive);
        replace(folder() / "study.toml", "last-day = 100", "last-day = 11");
        replace(folder() / "simulation.toml", "recruitment-days = 84", "recruitment-days = 5");
    }
    std::filesystem::path folder() const { return root.path() / "model"; }
    TrialOptions options(char const* name, std::uint64_t seed) const
    {
        TrialOptions made;
        made.study = folder();
        made.directory = root.path() / name;
        made.seed = seed;
        made.participants = 3;
        return made;
    }
    TemporaryFolder root { fast_folder() };
};

/// One tablet at a simulation's own server; hands in a pain form with these flags.
struct LoneTablet {
    LoneTablet(SimulatedServer& server, Clock const& clock)
        : m_clock(clock)
    {
        ok(client::enrol(server.url(), ok(server.enrolment_code("S-001")), folder.path(), key, clock));
        store.emplace(ok(store::Store::open(folder.path(), key, clock)));
        synchroniser.emplace(ok(client::Synchroniser::open(*store, folder.path(), "test", clock)));
        REQUIRE(ok(synchroniser->round()).complete);
    }
    void hands_in(std::vector<std::string> const& flags)
    {
        auto const study = ok(study::load_study(ok(store->documents("study"))));
        auto const& form = *study.form("pain-nrs")->definition;
        auto const open = ok(store->begin_response({ .id = {}, .participant = "P-001", .form = "pain-nrs", .questionnaire = form.canonical(), .visit = "T0", .started = {}, .current_path = {} }, { "patient", "" }));
        forms::Answers answers;
        for (auto const& path : forms::missing(form, {})) {
            answers[path] = { { std::int32_t { 3 } }, {} };
            ok(store->save_answer(open.id, path, answers[path], { "patient", "" }));
        }
        forms::ResponseHeader header;
        header.id = open.id;
        header.subject = "P-001";
        header.authored = m_clock.now();
        header.tablet = "S-001";
        header.visit = "T0";
        header.study = study.id;
        header.flags = flags;
        ok(store->complete(open.id, ok(forms::build_response(form, answers, header)), { "patient", "" }));
        ok(synchroniser->round());
    }
    TemporaryFolder folder { fast_folder() };
    Secret key = Secret::random(32);
    std::optional<store::Store> store;
    std::optional<client::Synchroniser> synchroniser;

private:
    Clock const& m_clock;
};

} // namespace

TEST_CASE("a simulated trial reaches its server whole, and one seed gives the same bytes twice", "[R-077]")
{
    ShortStudy const model;
    std::ostringstream said;
    ok(run_trial(model.options("first", 7), said));
    CHECK(said.str().find("once, byte for byte") != std::string::npos);
    auto again = model.options("second", 7);
    again.threads = 1;
    ok(run_trial(again, said));
    ok(run_trial(model.options("third", 8), said));
    for (auto const* part : { "export", "report", "study" }) {
        INFO(part);
        auto const first = test::contents_of(model.root.path() / "first" / part);
        CHECK(first.size() >= 4);
        CHECK(first == test::contents_of(model.root.path() / "second" / part));
        CHECK(first != test::contents_of(model.root.path() / "third" / part));
    }
    auto const responses = test::bytes_of(model.root.path() / "first/export/QuestionnaireResponse.ndjson");
    std::set<std::string> forms;
    std::istringstream lines(responses);
    for (std::string line; std::getline(lines, line);) {
        CHECK(line.find("\"simulated\"") != std::string::npos);
        for (auto const* form : { "pain-nrs", "qlq-c30", "side-effects", "pump-record", "end-of-day", "btp-episode" }) {
            if (line.find(std::string("Questionnaire/") + form + "|") != std::string::npos)
                forms.insert(form);
        }
    }
    CHECK(forms.size() == 6);
}

TEST_CASE("real and simulated forms never share a server", "[R-023]")
{
    ShortStudy const model;
    std::ostringstream said;
    auto const options = model.options("trial", 1);
    ok(prepare_trial(options, said));
    SimulatedClock clock(ok(study::Zone::named("Asia/Shanghai")), ok(parse_iso8601("2026-01-05T08:00:00+08:00")).wall_ms, "boot");

    auto const simulated = ok(SimulatedServer::start(options.directory / "simulated", clock));
    ok(simulated->study_server().publish_folder(options.directory / "study", "test"));
    LoneTablet at_simulated(*simulated, clock);
    at_simulated.hands_in({ "simulated" });
    CHECK(ok(at_simulated.store->outbox_counts()).received == 1);
    at_simulated.hands_in({});
    auto const refused = ok(at_simulated.store->outbox(store::OutboxState::quarantined, 9));
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].reason.find("takes simulated forms only") != std::string::npos);
    CHECK(simulated->study_server().publish_folder(model.folder(), "test").error().code == Code::conflict);

    auto const real = ok(SimulatedServer::start(options.directory / "real", clock));
    ok(real->study_server().publish_folder(model.folder(), "test"));
    LoneTablet at_real(*real, clock);
    at_real.hands_in({});
    CHECK(ok(at_real.store->outbox_counts()).received == 1);
    at_real.hands_in({ "simulated" });
    CHECK(ok(at_real.store->outbox_counts()).quarantined == 1);
    CHECK(real->study_server().publish_folder(options.directory / "study", "test").error().message.find("never share a server") != std::string::npos);
}

TEST_CASE("a trial that was simulated is not simulated over")
{
    ShortStudy const model;
    std::ostringstream said;
    ok(prepare_trial(model.options("trial", 1), said));
    CHECK(run_trial(model.options("trial", 1), said).error().code == Code::already_exists);
}

TEST_CASE("simulation.toml is refused with its line when a key is misspelt, a list too short or a chance beyond 1")
{
    auto const refusal = [](char const* what, char const* with) {
        ShortStudy const model;
        replace(model.folder() / "simulation.toml", what, with);
        auto const read = read_parameters(model.folder());
        return read ? std::string("accepted") : read.error().message;
    };
    CHECK(refusal("missed-evening", "missed-evenings").starts_with("simulation.toml line "));
    CHECK(refusal("days = [-3, 1, 9, 30, 60, 90]", "days = [-3, 1, 9, 30, 60]").find("one number for each of 'days'") != std::string::npos);
    CHECK(refusal("refused-item = 0.008", "refused-item = 1.5").find("from 0 to 1") != std::string::npos);
    CHECK(refusal("drug = \"morphine\"", "drug = \"aspirin\"").find("morphine or hydromorphone") != std::string::npos);
}

TEST_CASE("chance is the seed's, named streams differ, and identifiers are version 4 UUIDs")
{
    Random first(1, "a");
    Random same(1, "a");
    Random other(1, "b");
    CHECK(first.next() == same.next());
    CHECK(first.next() != other.next());
    auto const id = first.uuid();
    CHECK(id.size() == 36);
    CHECK(id[14] == '4');
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    double sum = 0;
    for (int i = 0; i < 20'000; ++i)
        sum += first.poisson(2.5);
    CHECK(sum / 20'000 > 2.4);
    CHECK(sum / 20'000 < 2.6);
    CHECK(at_day({ 0, 10 }, { 1, 3 }, 5) == 2);
    CHECK(at_day({ 0, 10 }, { 1, 3 }, 99) == 3);
}
