// SPDX-License-Identifier: Apache-2.0
// The table of faults: the real programs over real TLS, each fault for a number of rounds, and what became of every completed form.
//   fault_table [--rounds N] [--seed S] [--fault NAME]... [--list]
// Exit status 0: every completed form is on the server exactly once, bytes equal; 1: not so; 77: nothing could be run here.
#include "forms/base/file_descriptor.h"
#include "tests/faults/table.h"
#include "tests/support/patient.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <iomanip>
#include <iostream>

namespace bedside::test {
namespace {

/// The stand-in for the kiosk: hands in forms one after another, and notes each in the journal once the store says that it is safe.
Result<void> ward(std::filesystem::path const& folder, std::filesystem::path const& credentials, char const* journal_file, int forms, int poison)
{
    static SystemClock const clock;
    auto const key = TRY(store::key_from_file(credentials / "bedside-store-key"));
    auto store = TRY(patiently([&] { return store::Store::open(folder, key, clock); }));
    auto const definition = TRY(pain_form(store));
    FileDescriptor const journal(::open(journal_file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    for (int i = 1; i <= forms; ++i) {
        bool const bad = i == poison;
        auto const frozen = TRY(hand_in(store, { .definition = *definition, .pain = i % 11, .written_over = bad ? "11" : "" }, clock));
        auto const line = frozen.entry.response_id + " " + frozen.entry.sha256 + (bad ? " poison\n" : " form\n");
        if (::write(journal.number(), line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            return fail(Code::io, "The journal can't be written.");
    }
    return {};
}

bool print(FaultTest const& test, int rounds, Result<Line> const& line)
{
    std::cout << std::left << std::setw(52) << test.name << std::right << std::setw(7) << rounds;
    if (!line) {
        std::cout << "  FAILED: " << line.error().message << " [" << name_of(line.error().code) << "]" << std::endl;
        return false;
    }
    if (!line->skipped.empty()) {
        std::cout << "  skipped: " << line->skipped << std::endl;
        return true;
    }
    bool const good = line->forms > 0 && line->hits > 0 && line->lost == 0 && line->duplicated == 0 && line->altered == 0;
    std::cout << std::setw(7) << line->hits << std::setw(8) << line->forms << std::setw(6) << line->lost << std::setw(7) << line->duplicated << std::setw(9) << line->altered
              << std::setw(7) << line->put_aside << "  " << (good ? "" : "FAILED ") << line->note << std::endl;
    return good;
}

} // namespace

Result<void> hands_in_forms(TabletProgram& tablet, int forms, int poison)
{
    auto ward = TRY(tablet.ward(forms, poison));
    if (ward.wait() != 0)
        return fail(Code::internal, "the patient's forms were not taken");
    return {};
}

std::uintmax_t forms_written(TabletProgram const& tablet)
{
    std::error_code error;
    return std::filesystem::file_size(tablet.journal_file, error);
}

void wait_for_a_form(TabletProgram const& tablet)
{
    auto const before = forms_written(tablet);
    for (int i = 0; i < 5000 && forms_written(tablet) == before; ++i)
        sleep_ms(2);
}

Result<void> account(Run& run, Site& site, std::vector<TabletProgram const*> const& tablets, Line& line, Forms const& beside)
{
    TRY(site.server_command({ "verify" }));
    int rows = 0;
    auto const received = TRY(site.received(rows));
    Forms known;
    for (auto const* tablet : tablets) {
        std::set<std::string> unconfirmed;
        auto const kept = TRY(tablet->completed(run.clock, unconfirmed));
        auto const poisoned = tablet->poisoned();
        auto promised = tablet->journal();
        for (auto const& [id, hash] : promised) {
            auto const found = kept.find(id);
            line.lost += found == kept.end() ? 1 : 0;
            line.altered += found != kept.end() && found->second != hash ? 1 : 0;
        }
        promised.insert(kept.begin(), kept.end()); // killed between the commit and the journal
        for (auto const& [id, hash] : promised) {
            auto const found = received.find(id);
            if (poisoned.contains(id)) {
                line.put_aside += found == received.end() ? 1 : 0;
                line.altered += found != received.end() ? 1 : 0;
                continue;
            }
            if (auto const apart = beside.find(id); found == received.end() && apart != beside.end() && apart->second == hash) {
                ++line.put_aside;
                continue;
            }
            line.lost += found == received.end() ? 1 : 0;
            line.altered += found != received.end() && found->second != hash ? 1 : 0;
            if (unconfirmed.contains(id))
                return fail(Code::internal, "the tablet has no receipt for a form that it should have one for");
        }
        line.forms += static_cast<int>(promised.size());
        known.insert(promised.begin(), promised.end());
    }
    line.duplicated += rows - static_cast<int>(received.size());
    line.duplicated += static_cast<int>(std::ranges::count_if(received, [&](auto const& form) { return !known.contains(form.first); }));
    // No program may tell its log about a patient.
    for (auto const& entry : std::filesystem::directory_iterator(site.logs())) {
        auto const text = bytes_of(entry.path());
        for (auto const* word : { "P-009", "valueInteger", "QuestionnaireResponse", "PRIVATE KEY" })
            if (text.find(word) != std::string::npos)
                return fail(Code::internal, entry.path().filename().string() + " holds " + word);
    }
    return {};
}

} // namespace bedside::test

int main(int argc, char** argv)
{
    using namespace bedside;
    using namespace bedside::test;
    if (argc == 7 && std::strcmp(argv[1], "--ward") == 0) {
        auto const done = ward(argv[2], argv[3], argv[4], std::atoi(argv[5]), std::atoi(argv[6]));
        if (!done)
            std::cerr << "ward: " << done.error().message << "\n";
        return done ? 0 : 1;
    }
    auto tests = network_faults();
    std::ranges::move(machine_faults(), std::back_inserter(tests));
    int rounds = 3;
    unsigned seed = 20261124;
    std::vector<std::string> chosen;
    for (int i = 1; i < argc; ++i) {
        auto const is = [&](char const* name) { return i + 1 < argc && std::strcmp(argv[i], name) == 0; };
        if (is("--rounds"))
            rounds = std::atoi(argv[++i]);
        else if (is("--seed"))
            seed = static_cast<unsigned>(std::atoi(argv[++i]));
        else if (is("--fault"))
            chosen.emplace_back(argv[++i]);
        else {
            for (auto const& test : tests)
                std::cout << test.name << "\n";
            return std::strcmp(argv[i], "--list") == 0 ? 0 : 2;
        }
    }
    for (auto const& name : chosen)
        if (std::ranges::find(tests, name, &FaultTest::name) == tests.end()) {
            std::cerr << "fault_table: there is no fault '" << name << "'; see --list.\n";
            return 2;
        }
    std::cout << std::left << std::setw(52) << "fault" << std::right << std::setw(7) << "rounds" << std::setw(7) << "hits" << std::setw(8) << "forms" << std::setw(6) << "lost"
              << std::setw(7) << "twice" << std::setw(9) << "altered" << std::setw(7) << "aside" << std::endl;
    bool good = true;
    int performed = 0;
    for (auto const& test : tests) {
        if (!chosen.empty() && std::ranges::find(chosen, test.name) == chosen.end())
            continue;
        Run run { rounds, std::mt19937(seed), {} };
        auto const line = test.perform(run);
        good = print(test, rounds, line) && good;
        performed += line && line->skipped.empty() ? 1 : 0;
    }
    return !good ? 1 : performed == 0 ? 77 : 0;
}
