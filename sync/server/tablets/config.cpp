// SPDX-License-Identifier: Apache-2.0
// TOML in and out; the key.
#include "sync/server/tablets/config.h"

#include "forms/base/durable_file.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <toml++/toml.h>

namespace bedside::server {
namespace {

/// Bytes of bedside-server.toml.
constexpr std::size_t largest_config = 1u << 20;

std::unexpected<Error> wrong(std::filesystem::path const& file, std::string const& what)
{
    return fail(Code::invalid_argument, "'" + file.string() + "': " + what);
}

template <typename T>
Result<void> read_integer(toml::table const& table, std::string_view key, std::int64_t low, std::int64_t high, std::filesystem::path const& file, T& into)
{
    auto const* node = table.get(key);
    if (node == nullptr)
        return {};
    auto const value = node->value<std::int64_t>();
    if (!value || *value < low || *value > high)
        return wrong(file, std::string(key) + " must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    into = static_cast<T>(*value);
    return {};
}

Result<std::string> text_of(toml::table const& table, std::string_view key, std::string fallback, std::filesystem::path const& file)
{
    auto const* node = table.get(key);
    if (node == nullptr)
        return fallback;
    auto const value = node->value<std::string>();
    if (!value)
        return wrong(file, std::string(key) + " must be text in quotes");
    return *value;
}

} // namespace

Result<Config> read_config(std::filesystem::path const& file)
{
    auto const content = read_file(file, largest_config);
    if (!content)
        return fail(content.error().code, content.error().message + " Make it with bedside-server init, or name it with --config.");
    toml::table table;
    try {
        table = toml::parse(*content);
    } catch (toml::parse_error const& error) {
        return wrong(file, "line " + std::to_string(error.source().begin.line) + ": " + std::string(error.description()));
    }
    static std::set<std::string_view> const known { "directory", "key_file", "address", "tablet_port", "console_port", "public_url", "max_request_bytes",
        "request_seconds", "keep_alive_seconds", "connections", "connections_per_address", "enrolment_hours", "certificate_days", "alert_webhook", "alert_email_to", "alert_email_from", "smtp_url", "smtp_user",
        "smtp_password_file", "alert_authority", "alert_after_minutes", "alert_repeat_minutes" };
    for (auto const& [key, value] : table) {
        if (!known.contains(key.str()))
            return wrong(file, "line " + std::to_string(value.source().begin.line) + ": '" + std::string(key.str()) + "' is not a setting; see the comments of a fresh file");
    }
    Config config;
    auto const folder = std::filesystem::absolute(file).parent_path();
    config.directory = folder / TRY(text_of(table, "directory", "", file));
    auto const key_file = TRY(text_of(table, "key_file", "", file));
    if (!key_file.empty())
        config.key_file = folder / key_file;
    config.address = TRY(text_of(table, "address", config.address, file));
    config.public_url = TRY(text_of(table, "public_url", "", file));
    TRY(read_integer(table, "tablet_port", 0, 65535, file, config.tablet_port));
    TRY(read_integer(table, "console_port", 0, 65535, file, config.console_port));
    TRY(read_integer(table, "max_request_bytes", 65536, 256 << 20, file, config.max_request_bytes));
    TRY(read_integer(table, "request_seconds", 1, 600, file, config.request_seconds));
    TRY(read_integer(table, "keep_alive_seconds", 1, 600, file, config.keep_alive_seconds));
    TRY(read_integer(table, "connections", 4, 4096, file, config.connections));
    TRY(read_integer(table, "connections_per_address", 0, 4096, file, config.connections_per_address));
    TRY(read_integer(table, "enrolment_hours", 1, 24 * 90, file, config.enrolment_hours));
    TRY(read_integer(table, "certificate_days", 1, 3650, file, config.certificate_days));
    config.alert_webhook = TRY(text_of(table, "alert_webhook", "", file));
    config.alert_email_from = TRY(text_of(table, "alert_email_from", "", file));
    config.smtp_url = TRY(text_of(table, "smtp_url", "", file));
    config.smtp_user = TRY(text_of(table, "smtp_user", "", file));
    if (auto const named = TRY(text_of(table, "smtp_password_file", "", file)); !named.empty())
        config.smtp_password_file = folder / named;
    if (auto const named = TRY(text_of(table, "alert_authority", "", file)); !named.empty())
        config.alert_authority = folder / named;
    std::istringstream recipients(TRY(text_of(table, "alert_email_to", "", file)));
    for (std::string one; recipients >> one;)
        config.alert_email_to.push_back(one);
    if (!config.alert_email_to.empty() && (config.smtp_url.empty() || config.alert_email_from.empty()))
        return wrong(file, "alert_email_to needs smtp_url and alert_email_from too");
    TRY(read_integer(table, "alert_after_minutes", 0, 24 * 60, file, config.alert_after_minutes));
    TRY(read_integer(table, "alert_repeat_minutes", 1, 24 * 60, file, config.alert_repeat_minutes));
    return config;
}

std::string commented_config(Config const& config)
{
    std::ostringstream out;
    out << "# The study server. Paths are relative to this file.\n"
           "# The database's key is the systemd credential 'bedside-server-key'; or a file (64 hexadecimal digits, mode 0600) named here.\n"
           "# Keep it away from this folder and from its backups.\n";
    if (config.key_file.empty())
        out << "# key_file = \"/etc/bedside/server.key\"\n\n";
    else
        out << "key_file = \"" << std::filesystem::absolute(config.key_file).string() << "\"\n\n";
    out << "# Where to listen: tablets with their certificates, people with their passwords. Port 0 takes a free one.\n"
        << "address = \"" << config.address << "\"\n"
        << "tablet_port = " << config.tablet_port << "\n"
        << "console_port = " << config.console_port << "\n\n"
        << "# The address that tablets know, when it is not the first name of the certificate.\n"
        << "# public_url = \"https://study.example:8443\"\n\n"
        << "# Limits. Bytes count after decompression; seconds from the first byte of a request to its last.\n"
        << "max_request_bytes = " << config.max_request_bytes << "\n"
        << "request_seconds = " << config.request_seconds << "\n"
        << "keep_alive_seconds = " << config.keep_alive_seconds << "\n"
        << "connections = " << config.connections << "\n"
        << "# At once from one address; 0 behind a proxy or where all tablets share one.\n"
        << "connections_per_address = " << config.connections_per_address << "\n\n"
        << "# How long an enrolment code is good.\n"
        << "enrolment_hours = " << config.enrolment_hours << "\n"
        << "# How long a tablet's certificate is good.\n"
        << "certificate_days = " << config.certificate_days << "\n\n"
        << "# Who is told, outside the console, of an alert that nobody acknowledges: study number, rule and age, never an answer.\n"
        << "# alert_webhook = \"https://duty.hospital.example/bedside\"\n"
        << "# alert_email_to = \"duty@hospital.example other@hospital.example\"\n"
        << "# alert_email_from = \"bedside@hospital.example\"\n"
        << "# smtp_url = \"smtps://mail.hospital.example:465\"\n"
        << "# smtp_user = \"\"\n"
        << "# smtp_password_file = \"/etc/bedside/smtp-password\"\n"
        << "# alert_authority = \"/etc/ssl/hospital.pem\"\n"
        << "alert_after_minutes = " << config.alert_after_minutes << "\n"
        << "alert_repeat_minutes = " << config.alert_repeat_minutes << "\n";
    return out.str();
}

Result<Secret> server_key(Config const& config)
{
    std::filesystem::path file = config.key_file;
    bool credential_given = false;
    if (auto const* credentials = std::getenv("CREDENTIALS_DIRECTORY"); credentials != nullptr && *credentials != '\0') {
        auto const credential = std::filesystem::path(credentials) / "bedside-server-key";
        std::error_code ignored;
        if (std::filesystem::exists(credential, ignored))
            file = credential;
        credential_given = file == credential;
    }
    if (file.empty())
        return fail(Code::missing_key, "there is no server key; make one with bedside-admin key new FILE, then name it by the credential bedside-server-key or by key_file");
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return fail(Code::missing_key, "the server key '" + file.string() + "' does not exist; make one with bedside-admin key new FILE");
    if (!credential_given && (status.st_mode & 077) != 0) // systemd guards its credentials by an ACL that shows as group bits
        return fail(Code::missing_key, "the server key '" + file.string() + "' is open to others; set its mode to 0600");
    std::ifstream stream(file);
    std::string digits;
    std::getline(stream, digits);
    auto bytes = from_hex(digits);
    explicit_bzero(digits.data(), digits.size());
    if (!bytes || bytes->size() != 32)
        return fail(Code::invalid_data, "the server key '" + file.string() + "' must be 64 hexadecimal digits");
    Secret key(*bytes);
    explicit_bzero(bytes->data(), bytes->size());
    return key;
}

} // namespace bedside::server
