# Recomputes the report's tables from wide.csv and an allocation in R and compares every number.
#   Rscript recompute.R FOLDER     with export/, report/ and allocation.csv; exit status 1 on the first table that differs by more than 1e-9
folder <- commandArgs(trailingOnly = TRUE)[1]
table_of <- function(...) read.csv(file.path(folder, ...), colClasses = "character", check.names = FALSE)
number <- function(x) suppressWarnings(as.numeric(x))
wide <- table_of("export", "wide.csv")
allocation <- table_of("allocation.csv")
wide$arm <- allocation$arm[match(wide$participant, allocation$number)]
visits <- unique(wide$visit)
arms <- sort(unique(allocation$arm))
rotated <- wide$after_rotation == "true"
worst <- 0
compared <- 0
wrong <- 0

same <- function(what, expected, given) {
  given <- if (is.character(given)) number(given) else given
  compared <<- compared + 1
  if (is.na(expected) && is.na(given)) return(invisible())
  distance <- if (is.na(expected) || is.na(given)) Inf else abs(expected - given) / max(1, abs(expected))
  if (is.finite(distance)) worst <<- max(worst, distance)
  if (distance > 1e-9) {
    wrong <<- wrong + 1
    cat("differs:", what, "R", format(expected, digits = 17), "report", format(given, digits = 17), "\n")
  }
}

values_at <- function(measure, arm, visit, on_treatment) {
  rows <- wide$visit == visit & (arm == "all" | (!is.na(wide$arm) & wide$arm == arm))
  found <- number(wide[rows, measure])
  if (on_treatment) found[rotated[rows]] <- NA
  names(found) <- wide$participant[rows]
  found
}
varies <- function(x) length(x) >= 2 && sd(x) > 1e-12
half_width <- function(x) qt(0.975, length(x) - 1) * sd(x) / sqrt(length(x))

check_described <- function(file, on_treatment) {
  for (i in seq_len(nrow(given <- table_of("report", file)))) {
    row <- given[i, ]
    what <- function(column) paste(file, row$measure, row$arm, row$visit, column)
    x <- values_at(row$measure, row$arm, row$visit, on_treatment)
    y <- x[!is.na(x)]
    same(what("n"), length(y), row$n)
    any <- length(y) > 0
    q <- if (any) quantile(y, c(0, .25, .5, .75, 1), names = FALSE) else rep(NA, 5)
    same(what("mean"), if (any) mean(y) else NA, row$mean)
    same(what("sd"), if (length(y) >= 2) sd(y) else NA, row$sd)
    same(what("ci_low"), if (length(y) >= 2) mean(y) - half_width(y) else NA, row$ci_low)
    same(what("ci_high"), if (length(y) >= 2) mean(y) + half_width(y) else NA, row$ci_high)
    for (k in 1:5) same(what(c("min", "q1", "median", "q3", "max")[k]), q[k], row[[c("min", "q1", "median", "q3", "max")[k]]])
    if (row$change_from == "") next
    before <- values_at(row$measure, row$arm, row$change_from, on_treatment)[names(x)]
    both <- !is.na(x) & !is.na(before)
    d <- (x - before)[both]
    same(what("pairs"), length(d), row$pairs)
    same(what("change"), if (length(d) > 0) mean(d) else NA, row$change)
    same(what("change_ci_low"), if (length(d) >= 2) mean(d) - half_width(d) else NA, row$change_ci_low)
    t <- if (varies(d)) t.test(x[both], before[both], paired = TRUE) else NULL
    same(what("t"), if (is.null(t)) NA else t$statistic, row$t)
    same(what("df"), if (is.null(t)) NA else t$parameter, row$df)
    same(what("p_t"), if (is.null(t)) NA else t$p.value, row$p_t)
    settled <- round(d, 9)
    w <- if (any(settled != 0)) suppressWarnings(wilcox.test(settled)) else NULL
    same(what("V"), if (is.null(w)) NA else w$statistic, row$V)
    same(what("p_wilcoxon"), if (is.null(w)) NA else w$p.value, row$p_wilcoxon)
  }
}

check_compared <- function(file, on_treatment) {
  given <- table_of("report", file)
  for (measure in unique(given$measure)) {
    rows <- given[given$measure == measure, ]
    welch <- rank <- rep(NA, nrow(rows))
    for (i in seq_len(nrow(rows))) {
      row <- rows[i, ]
      what <- function(column) paste(file, row$measure, row$visit, column)
      a <- na.omit(values_at(measure, arms[1], row$visit, on_treatment))
      b <- na.omit(values_at(measure, arms[2], row$visit, on_treatment))
      same(what("n_a"), length(a), row$n_a)
      same(what("n_b"), length(b), row$n_b)
      t <- if (length(a) >= 2 && length(b) >= 2 && (varies(a) || varies(b))) t.test(a, b) else NULL
      if (!is.null(t)) welch[i] <- t$p.value
      same(what("difference"), if (is.null(t)) NA else mean(a) - mean(b), row$difference)
      same(what("ci_low"), if (is.null(t)) NA else t$conf.int[1], row$ci_low)
      same(what("ci_high"), if (is.null(t)) NA else t$conf.int[2], row$ci_high)
      same(what("t"), if (is.null(t)) NA else t$statistic, row$t)
      same(what("df"), if (is.null(t)) NA else t$parameter, row$df)
      same(what("p_welch"), welch[i], row$p_welch)
      all <- round(c(a, b), 9)
      w <- if (length(a) > 0 && length(b) > 0 && length(unique(all)) > 1) suppressWarnings(wilcox.test(round(a, 9), round(b, 9))) else NULL
      if (!is.null(w)) rank[i] <- w$p.value
      same(what("U"), if (is.null(w)) NA else w$statistic, row$U)
      same(what("p_mann_whitney"), rank[i], row$p_mann_whitney)
    }
    for (i in seq_len(nrow(rows))) {
      same(paste(file, measure, rows$visit[i], "p_welch_holm"), p.adjust(welch, "holm")[i], rows$p_welch_holm[i])
      same(paste(file, measure, rows$visit[i], "p_mann_whitney_holm"), p.adjust(rank, "holm")[i], rows$p_mann_whitney_holm[i])
    }
  }
}

# Newcombe's hybrid of two Wilson intervals.
newcombe <- function(a, na, b, nb) {
  wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int)
  wa <- wilson(a, na); wb <- wilson(b, nb); pa <- a / na; pb <- b / nb
  c(pa - pb - sqrt((pa - wa[1])^2 + (wb[2] - pb)^2), pa - pb + sqrt((wa[2] - pa)^2 + (pb - wb[1])^2))
}
check_fisher <- function(what, row, counts) {
  fit <- all(counts[, 2] > 0)
  same(paste(what, "p_fisher"), if (fit) fisher.test(rbind(counts[, 1], counts[, 2] - counts[, 1]))$p.value else NA, row$p_fisher)
  interval <- if (fit) newcombe(counts[1, 1], counts[1, 2], counts[2, 1], counts[2, 2]) else c(NA, NA)
  same(paste(what, "difference"), if (fit) counts[1, 1] / counts[1, 2] - counts[2, 1] / counts[2, 2] else NA, row$difference)
  same(paste(what, "ci_low"), interval[1], row$ci_low)
  same(paste(what, "ci_high"), interval[2], row$ci_high)
}

check_side_effects <- function() {
  given <- table_of("report", "side_effects.csv")
  severity <- table_of("report", "side_effect_severity.csv")
  for (i in seq_len(nrow(given))) {
    row <- given[i, ]
    what <- paste("side_effects", row$side_effect, row$visit, row$arm)
    x <- values_at(paste0("SE_", row$side_effect), row$arm, row$visit, FALSE)
    before <- values_at(paste0("SE_", row$side_effect), row$arm, visits[1], FALSE)[names(x)]
    same(paste(what, "observed"), sum(!is.na(x)), row$observed)
    same(paste(what, ">= 1"), sum(x >= 1, na.rm = TRUE), row$severity_1_or_more)
    same(paste(what, ">= 2"), sum(x >= 2, na.rm = TRUE), row$severity_2_or_more)
    same(paste(what, "pairs"), sum(!is.na(x) & !is.na(before)), row$pairs)
    same(paste(what, "new or worse"), sum(x > before, na.rm = TRUE), row$new_or_worse)
    for (level in 0:4) same(paste(what, "severity", level), sum(x == level, na.rm = TRUE), severity[i, paste0("severity_", level)])
    if (row$arm != "all") next
    counts <- t(sapply(arms, function(arm) { y <- na.omit(values_at(paste0("SE_", row$side_effect), arm, row$visit, FALSE)); c(sum(y >= 1), length(y)) }))
    check_fisher(what, row, counts)
  }
}

check_response <- function() {
  given <- table_of("report", "pain_response.csv")
  responders <- function(row, arm) {
    x <- values_at("NRS_AVERAGE", arm, row$visit, FALSE)
    before <- values_at("NRS_AVERAGE", arm, visits[1], FALSE)[names(x)]
    relief <- (before - x)[!is.na(x) & !is.na(before)]
    base <- before[!is.na(x) & !is.na(before)]
    yes <- if (row$response == "meaningful") relief >= 2 | (base > 0 & relief * 10 >= base * 3) else base > 0 & relief * 2 >= base
    c(sum(yes), length(relief))
  }
  for (i in seq_len(nrow(given))) {
    row <- given[i, ]
    what <- paste("pain_response", row$response, row$visit, row$arm)
    counts <- responders(row, row$arm)
    same(paste(what, "responders"), counts[1], row$responders)
    same(paste(what, "observed"), counts[2], row$observed)
    if (row$arm == "all") check_fisher(what, row, t(sapply(arms, function(arm) responders(row, arm))))
  }
}

stopifnot(length(arms) == 2)
check_described("described.csv", FALSE)
check_described("described_on_treatment.csv", TRUE)
check_compared("compared.csv", FALSE)
check_compared("compared_on_treatment.csv", TRUE)
check_side_effects()
check_response()
cat(compared, "numbers compared, largest relative difference", format(worst, digits = 3), "\n")
if (wrong > 0 || compared < 5000) quit(status = 1)
