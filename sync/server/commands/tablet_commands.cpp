// SPDX-License-Identifier: Apache-2.0
#include "sync/server/commands/tablet_commands.h"

#include "forms/base/durable_file.h"
#include "sync/store/rescue.h"

namespace bedside::server {

Result<int> prepare_stick(StudyServer& server, std::filesystem::path const& folder, std::string const& tablet, std::string const& url, std::string const& who, std::ostream& out)
{
    auto const& address = url.empty() ? server.config().public_url : url;
    if (!address.starts_with("https://") || address.find_first_of(" \r\n") != std::string::npos)
        return fail(Code::invalid_argument, "the address '" + address + "' must be https://host:port, as tablets reach it");
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        return fail(Code::not_found, "there is no folder '" + folder.string() + "'; mount the stick and name where");
    std::filesystem::create_directory(folder / "bedside", error);
    if (error)
        return fail(Code::io, "'" + folder.string() + "' can't be written: " + error.message());
    auto const code = TRY(server.enrolment_code(tablet, who));
    auto const text = "# Read by a tablet without a store when this stick is put in. Used once.\r\nurl=" + address + "\r\ncode=" + code.text() + "\r\n";
    TRY(write_durably(folder / "bedside" / "tablet.conf", text, Replace::allowed));
    out << "The stick is ready for tablet " << tablet << ": take it out, put it into the tablet, wait for the lock screen. Its self-test will be in bedside/reports on the stick.\n";
    return 0;
}

Result<int> import_rescue(StudyServer& server, std::filesystem::path const& file, std::filesystem::path const& into, std::string const& who, std::ostream& out, std::ostream& complaints)
{
    auto const bytes = TRY(read_file(file, store::largest_rescue));
    auto const rescue = TRY(server.import_rescue(bytes, who));
    out << rescue.created << " new, " << rescue.known << " known, " << rescue.refused.size() << " refused\n";
    for (auto const& reason : rescue.refused)
        complaints << reason << "\n";
    if (!rescue.raw_files.empty() && into.empty())
        return fail(Code::invalid_argument, "the file holds a store that did not open on its tablet; name a folder for it with --into, on a disk that is encrypted");
    std::error_code error;
    std::filesystem::create_directories(into, error);
    for (auto const& [name, raw] : rescue.raw_files)
        TRY(write_durably(into / name, raw, Replace::never));
    return rescue.refused.empty() ? 0 : 1;
}

} // namespace bedside::server
