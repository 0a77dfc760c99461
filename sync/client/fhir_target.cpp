// SPDX-License-Identifier: Apache-2.0
#include "sync/client/fhir_target.h"

#include "forms/base/identifiers.h"
#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"
#include "sync/client/documents.h"
#include "sync/pki/certificate.h"
#include "sync/wire/transaction.h"

#include <set>

namespace bedside::client {
namespace {

using forms::Json;
namespace vocabulary = forms::vocabulary;

Result<void> check(FhirTarget const& target)
{
    if (!target.url.starts_with("https://") || target.url.size() < 10 || target.url.find_first_of(" @?#") != std::string::npos)
        return fail(Code::invalid_argument, "the server's address must begin with https://, such as https://fhir.hospital.example/r4");
    if (!is_tablet_name(target.tablet))
        return fail(Code::invalid_argument, "a tablet's name has 1 to 32 letters, digits or hyphens, such as T-03");
    bool const by_token = !target.bearer.empty() && target.bearer.find_first_of(" \r\n\t") == std::string::npos;
    bool const by_certificate = !target.certificate.empty() && !target.certificate_key.empty() && pki::fingerprint(target.certificate);
    if (by_token == by_certificate)
        return fail(Code::invalid_argument, "give either a bearer token, or a client certificate with its key");
    if (!target.authority.empty() && !pki::fingerprint(target.authority))
        return fail(Code::invalid_argument, "the authority is no certificate in PEM");
    return {};
}

Result<void> fill(store::Store& store, FhirTarget const& target, Clock const& clock)
{
    auto const publication = TRY(study::prepare_publication(target.study, clock.now()));
    auto url = target.url;
    while (url.ends_with('/'))
        url.pop_back();
    TRY(store.set_setting("tablet", target.tablet));
    auto const participants = TRY(study::load_roster(publication.roster, publication.study));
    auto const roster = study::format_roster(study::participants_of_tablet(participants, target.tablet), publication.study);
    TRY(put_in_place(store, publication.files, roster, publication.staff, ""));
    TRY(store.forget_recordings_except(recordings_of(publication.study)));
    for (auto const& [sha256, bytes] : publication.recordings)
        TRY(store.keep_recording(sha256, bytes));
    TRY(store.set_setting("server_kind", "fhir"));
    TRY(store.set_setting("authority_certificate", target.authority));
    TRY(store.set_setting("bearer_token", target.bearer));
    TRY(store.set_setting("tls_certificate", target.certificate));
    TRY(store.set_setting("tls_key", target.certificate_key));
    return store.set_setting("server_url", url); // last: with it the store counts as set up
}

Json identified(std::string_view type, std::string_view id, std::string_view system)
{
    Json::Object identifier { { "system", Json(vocabulary::code_system(system)) }, { "value", Json(id) } };
    return Json::Object { { "resourceType", Json(type) }, { "id", Json(id) }, { "identifier", Json::Array { std::move(identifier) } } };
}

} // namespace

Result<void> set_up_fhir(FhirTarget const& target, std::filesystem::path const& directory, Secret const& key, Clock const& clock)
{
    TRY(check(target));
    std::error_code error;
    if (!std::filesystem::exists(directory / "bedside.db", error)) {
        auto store = TRY(store::Store::create(directory, key, clock));
        return fill(store, target, clock);
    }
    auto store = TRY(store::Store::open(directory, key, clock));
    auto const kind = TRY(store.setting("server_kind"));
    auto const tablet = TRY(store.setting("tablet"));
    if ((kind && *kind != "fhir") || (tablet && *tablet != target.tablet))
        return fail(Code::already_exists, "this tablet has a store of another server or name already; it is kept as it is");
    return fill(store, target, clock);
}

Result<std::string> reference_transaction(store::Store& store)
{
    auto const files = TRY(store.documents("study"));
    auto const study = TRY(study::load_study(files));
    auto roster = TRY(store.documents("roster"));
    auto const participants = TRY(study::load_roster(roster["roster.csv"], study));
    auto const tablet = TRY(store.setting("tablet")).value_or("");
    wire::TransactionWriter transaction;
    auto research = identified("ResearchStudy", study.id, "study");
    research.object_to_change().emplace("status", Json("active"));
    transaction.put({ "ResearchStudy", study.id }, research.dump());
    // Whoever reads the server can judge the tablet's signatures by it.
    auto device = identified("Device", tablet, "tablet");
    device.object_to_change().emplace("extension", Json::Array { Json::Object { { "url", Json(vocabulary::extension(vocabulary::signing_key)) }, { "valueBase64Binary", Json(base64(store.public_key())) } } });
    transaction.put({ "Device", tablet }, device.dump());
    std::set<std::string> forms;
    for (auto const& form : study.forms) {
        auto const name = TRY(wire::name_of_resource(form.source));
        if (forms.insert(name.id).second)
            transaction.put(name, form.source);
    }
    for (auto const& participant : participants)
        transaction.put({ "Patient", participant.number }, identified("Patient", participant.number, "participant").dump());
    return std::move(transaction).finish();
}

} // namespace bedside::client
