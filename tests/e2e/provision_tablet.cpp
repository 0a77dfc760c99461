// SPDX-License-Identifier: Apache-2.0
// A tablet as enrolment leaves it, without a server: for tests of the kiosk on a real encrypted store.
//   provision_tablet STUDY_FOLDER DATA_FOLDER KEY_FILE TABLET      makes the store, key and documents
//   provision_tablet --answers DATA_FOLDER KEY_FILE                prints what open responses hold, one "path value" a line, and how many are completed;
//                                                                 fails unless the store proves itself whole
//   provision_tablet --hand-in DATA_FOLDER KEY_FILE                completes a pain form as a patient does
//   provision_tablet --receive DATA_FOLDER KEY_FILE                stores a receipt for every completed form, as bedside-sync does
#include "forms/base/crypto.h"
#include "forms/study/publication.h"
#include "sync/store/store.h"
#include "tests/support/patient.h"

#include <cstdio>
#include <cstring>
#include <fstream>

using namespace bedside;

namespace {

Result<void> provision(std::filesystem::path const& folder, std::filesystem::path const& data, std::filesystem::path const& key_file, std::string const& tablet)
{
    static SystemClock const clock;
    auto const publication = TRY(study::prepare_publication(folder, clock.now()));
    auto const key = Secret::random(32);
    std::filesystem::create_directories(data);
    std::filesystem::create_directories(key_file.parent_path());
    std::ofstream(key_file) << hex(key.bytes()) << "\n";
    auto store = TRY(store::Store::create(data, key, clock));
    TRY(store.set_setting("tablet", tablet));
    TRY(store.set_setting("study_id", publication.study.id));
    TRY(store.replace_documents("study", publication.files));
    TRY(store.replace_documents("roster", { { "roster.csv", publication.roster } }));
    std::vector<store::StaffAccount> accounts;
    for (auto const& member : publication.staff)
        accounts.push_back({ member.id, member.role, member.pin_hash, false });
    // the demonstration's accounts have PINs of their own; this one is the test's
    accounts.push_back({ "N-99", "nurse", TRY(hash_password("2580", PasswordCost::minimal)), false });
    return store.replace_staff(accounts);
}

Result<void> print_answers(std::filesystem::path const& data, std::filesystem::path const& key_file)
{
    static SystemClock const clock;
    auto const key = TRY(store::key_from_file(key_file));
    auto store = TRY(store::Store::open(data, key, clock));
    for (auto const& open : TRY(store.open_responses())) {
        std::printf("response %s %s at %s\n", open.participant.c_str(), open.form.c_str(), open.current_path.c_str());
        for (auto const& [path, answer] : TRY(store.answers(open.id)))
            std::printf("%s %s\n", path.text().c_str(), forms::encode_answer(answer).c_str());
    }
    std::printf("completed %zu\n", TRY(store.completed_forms()).size());
    return store.verify();
}

Result<void> receive(std::filesystem::path const& data, std::filesystem::path const& key_file)
{
    static SystemClock const clock;
    auto const key = TRY(store::key_from_file(key_file));
    auto store = TRY(store::Store::open(data, key, clock));
    for (auto const& form : TRY(store.completed_forms())) {
        if (form.received)
            continue;
        auto const frozen = TRY(store.frozen_by_id(form.response_id));
        wire::Receipt receipt { form.response_id, frozen->entry.sha256, frozen->entry.tablet, form.sequence, iso8601(clock.now()), frozen->entry.hash(), {} };
        TRY(store.store_receipt(receipt));
    }
    return {};
}

Result<void> hand_in(std::filesystem::path const& data, std::filesystem::path const& key_file)
{
    static SystemClock const clock;
    auto const key = TRY(store::key_from_file(key_file));
    auto store = TRY(store::Store::open(data, key, clock));
    auto const form = TRY(test::pain_form(store));
    TRY(test::hand_in(store, { .definition = *form, .pain = 4 }, clock));
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    auto const done = argc == 4 && std::strcmp(argv[1], "--answers") == 0 ? print_answers(argv[2], argv[3])
        : argc == 4 && std::strcmp(argv[1], "--hand-in") == 0             ? hand_in(argv[2], argv[3])
        : argc == 4 && std::strcmp(argv[1], "--receive") == 0             ? receive(argv[2], argv[3])
        : argc == 5                                                       ? provision(argv[1], argv[2], argv[3], argv[4])
                                                                          : Result<void>(fail(Code::invalid_argument, "see the head of provision_tablet.cpp"));
    if (done)
        return 0;
    std::fprintf(stderr, "provision_tablet: %s\n", done.error().message.c_str());
    return 1;
}
