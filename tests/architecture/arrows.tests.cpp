// SPDX-License-Identifier: Apache-2.0
// The arrows of ARCHITECTURE.md, checked against every include.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

fs::path const root = BEDSIDE_SOURCE_DIR;

/// Module -> the modules that it may include. Everything may include itself and forms/base.
std::map<std::string, std::set<std::string>> const arrows {
    { "forms/base", {} },
    { "forms/expression", {} },
    { "forms/engine", { "forms/expression" } },
    { "forms/instruments", {} },
    { "forms/scoring", { "forms/engine" } },
    { "forms/packs", { "forms/engine" } },
    { "forms/study", { "forms/engine", "forms/instruments", "forms/packs", "forms/scoring" } },
    { "forms/course", { "forms/engine", "forms/study", "forms/scoring" } },
    { "locales", {} },
    { "sync/sql", {} },
    { "sync/pki", {} },
    { "sync/wire", { "forms/engine" } },
    { "sync/store", { "sync/sql", "sync/wire", "forms/engine", "forms/study", "forms/course" } },
    { "sync/client", { "sync/sql", "sync/store", "sync/pki", "sync/wire", "forms/engine", "forms/study", "forms/course" } },
    { "sync/server/storage", { "sync/sql", "sync/store", "sync/wire", "forms/engine", "forms/study", "forms/course" } },
    { "sync/server/http", { "sync/pki" } },
    { "sync/server/markup", {} },
    { "sync/server/tablets", { "sync/server/storage", "sync/server/http", "sync/pki", "sync/store", "sync/wire", "forms/engine", "forms/study", "forms/course" } },
    { "sync/server/mirror", { "sync/server/tablets", "sync/server/storage", "sync/server/http", "sync/wire", "forms/engine" } },
    { "sync/server/report", { "sync/server/markup", "forms/engine", "forms/study", "forms/course", "forms/scoring" } },
    { "sync/server/console", { "sync/server/tablets", "sync/server/storage", "sync/server/http", "sync/server/markup", "forms/engine", "forms/study", "forms/course", "locales" } },
    { "sync/server/commands", { "sync/server/console", "sync/server/mirror", "sync/server/report", "sync/server/tablets", "sync/server/storage", "sync/server/http", "sync/sql", "sync/store", "forms/study", "forms/course" } },
    { "sync/simulate", { "sync/client", "sync/server/commands", "sync/server/tablets", "sync/server/http", "sync/server/report", "sync/store", "forms/engine", "forms/study", "forms/course", "forms/scoring" } },
    { "sync/admin", { "sync/simulate", "sync/client", "sync/store", "sync/pki", "sync/sql", "sync/wire", "forms/engine", "forms/instruments", "forms/study", "forms/scoring", "forms/packs", "locales" } },
    { "kiosk/flow", { "forms/engine", "forms/study", "forms/course", "forms/scoring", "locales" } },
    { "kiosk/ui", { "kiosk/flow", "forms/engine" } },
    { "kiosk/outlines", { "kiosk/ui" } },
    { "kiosk/speech", { "kiosk/flow", "forms/engine", "forms/instruments", "locales" } },
    { "kiosk/app", { "kiosk/ui", "kiosk/flow", "sync/store", "sync/wire", "forms/engine", "forms/instruments", "forms/study", "forms/course", "forms/scoring", "locales" } },
};

/// Third-party headers -> the modules that alone may name them.
std::map<std::string, std::set<std::string>> const fences {
    { "imgui", { "kiosk/ui", "kiosk/app" } },
    { "SDL", { "kiosk/ui", "kiosk/app" } },
    { "curl/", { "sync/client", "sync/server/http" } },
    { "httplib.h", { "sync/server/http" } },
    { "openssl/", { "sync/pki", "sync/server/http", "sync/server/console", "sync/sql" } },
    { "sqlite3.h", { "sync/sql" } },
    { "sqlcipher/", { "sync/sql" } },
    { "sodium", { "forms/base" } },
    { "simdjson", { "forms/engine" } },
    { "re2/", { "forms/engine" } },
    { "nlohmann/", {} }, // the other reader that tests compare ours with
    { "unicode/", { "kiosk/ui" } },
};

/// The longest module that is a prefix of this path, or "".
std::string module_of(std::string const& path)
{
    std::string best;
    for (auto const& [module, targets] : arrows) {
        if (path.starts_with(module + "/") && module.size() > best.size())
            best = module;
    }
    return best;
}

struct Include {
    fs::path file;
    int line;
    std::string target;
};

std::vector<Include> includes_below(std::string const& module)
{
    std::vector<Include> found;
    for (auto const& entry : fs::recursive_directory_iterator(root / module)) {
        auto const extension = entry.path().extension();
        if (extension != ".h" && extension != ".cpp")
            continue;
        std::ifstream file(entry.path());
        std::string text;
        for (int line = 1; std::getline(file, text); ++line) {
            if (!text.starts_with("#include "))
                continue;
            auto const begin = text.find_first_of("<\"");
            auto const end = text.find_first_of(">\"", begin + 1);
            found.push_back({ fs::relative(entry.path(), root), line, text.substr(begin + 1, end - begin - 1) });
        }
    }
    return found;
}

} // namespace

TEST_CASE("includes follow the arrows of the architecture", "[R-071]")
{
    for (auto const& [module, targets] : arrows) {
        auto const includes = includes_below(module);
        for (auto const& include : includes) {
            auto const target = module_of(include.target);
            INFO(include.file.string() << ":" << include.line << " includes " << include.target);
            CHECK((target.empty() || target == module || target == "forms/base" || targets.contains(target)));
        }
    }
}

TEST_CASE("third-party libraries stay behind their fences")
{
    for (auto const& [module, targets] : arrows) {
        for (auto const& include : includes_below(module)) {
            for (auto const& [prefix, allowed] : fences) {
                INFO(include.file.string() << ":" << include.line << " includes " << include.target);
                CHECK((!include.target.starts_with(prefix) || allowed.contains(module)));
            }
        }
    }
}

TEST_CASE("every folder of sources is a module with arrows, and headers are pragma once with a licence line")
{
    for (auto const* top : { "forms", "locales", "sync", "kiosk" }) {
        for (auto const& entry : fs::recursive_directory_iterator(root / top)) {
            auto const extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp")
                continue;
            auto const relative = fs::relative(entry.path(), root).string();
            INFO(relative);
            CHECK_FALSE(module_of(relative).empty());
            std::ifstream file(entry.path());
            std::stringstream content;
            content << file.rdbuf();
            CHECK(content.str().starts_with("// SPDX-License-Identifier: Apache-2.0\n"));
            CHECK((extension == ".cpp" || content.str().find("#pragma once") != std::string::npos));
        }
    }
}
