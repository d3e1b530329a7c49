using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Market;

/// <content>Bars, daily and within sessions.</content>
public static partial class CsvIngest
{
    private const double RepeatedShare = 0.2, RepeatedTolerance = 0.01;
    private const int WeeklyGapDays = 5, MinGaps = 5, WeeklyRun = 6, MinOffSessions = 8, MostRemarks = 3;
    private const double OffSessionShare = 0.1;

    private static IngestResult Bars(Job job)
    {
        BarFile file = ReadBars(job);
        string? interval = job.Options.Interval;
        bool timed = file.Stamps.Exists(stamp => stamp.HasTime);
        bool within = interval is not (null or LakeMarket.Daily)
            || (interval is null && timed && CsvIngestTimes.IsWithin(job.File, file.Symbol, file.Stamps, file.Rows.Reasons));
        return within ? Within(job, file) : Daily(job, file);
    }

    private static IngestResult Daily(Job job, BarFile file)
    {
        CsvIngestOptions options = WithCalendar(
            job, CsvIngestTimes.Sessions(file.Stamps, job.Options.Calendar, job.Options.Zone),
            mayMove: file.Stamps.Exists(stamp => stamp.HasTime && !stamp.IsZoned));
        DateOnly[] sessions = CsvIngestTimes.Sessions(file.Stamps, options.Calendar, options.Zone);
        job.Kind = "daily bars";
        if (file.Stamps.Exists(stamp => stamp.HasTime))
            job.Zone = "dates of stamps at the exchange";
        QualityReason[] reasons = file.Rows.Reasons;
        IEnumerable<string> averages = CsvHeaderUnits.Averages(job.Columns, file.Close, reasons);
        DateMix.Require(job.File, file.Symbol, sessions, reasons, file.Rows.Lines);
        RequireSessions(job, sessions, reasons, options.Calendar);
        string[] future = [.. averages, .. MarkFuture(job, sessions, reasons, file.Rows.Lines),
            .. MarkUnfinished(job, options.Calendar, sessions, reasons, _ => true)];
        RequireDaily(job, file, sessions);
        List<string> refused = [.. AdjustedCloseGate.Check(job.File, file.Symbol, sessions, file.Close, file.AdjClose, reasons)];
        PriceBasisTold told = PriceBasisTold.Of(job.File, file.Symbol, sessions, file.Close, file.AdjClose, file.Split, file.Dividend, reasons,
            options.Adjustment ?? (file.IsRaw ? BarAdjustment.Raw : null));
        job.Adjusted = told.InWords;
        if (told.Adjustment == BarAdjustment.Raw && file.Dividend is { } dividends)
            refused.AddRange(DividendChecks.Require(job.File, file.Symbol, sessions, file.Close, dividends, reasons));
        List<string> stored = [];
        // A symbol that was refused keeps its actions to itself.
        HashSet<string> without = [.. Enumerable.Range(0, reasons.Length).Where(row => reasons[row] == QualityReason.OtherBasis)
            .Select(row => file.Symbol[row])];
        (string Symbol, CorporateAction Action)[] good =
            [.. told.Actions.Where(action => !without.Contains(action.Symbol) && QualityGates.IsSession(options.Calendar, action.Action.Session))
                .DistinctBy(action => (action.Symbol, action.Action.Session, action.Action.Kind))];
        CsvIngestOptions read = options with { Adjustment = told.Adjustment, SplitsAreTold = options.Adjustment is null && !file.IsRaw };
        var bars = new QualityGates.BarColumns(file.Symbol, sessions, file.Open, file.High, file.Low, file.Close, file.Volume);
        IngestResult result = LakeMarket.AppendBars(
            job.Lake, bars, file.AdjClose ?? Missing(sessions.Length), read, reasons, file.Rows.Lines, job.Texts, job.Source, good,
            () => stored.AddRange(good.Length > 0 && options.Calendar is not null ? [StoreActions(job, good)] : []));
        return result with
        {
            Remarks = [.. future, .. refused, .. told.Remarks, .. stored, .. result.Remarks, .. VolumeChecks.Remarks(bars, reasons).Take(MostRemarks),
                .. SessionGaps.Remarks(file.Symbol, sessions, options.Calendar)],
        };
    }

    /// <summary>Stores the splits and dividends that stand beside the bars of a file; says so.</summary>
    private static string StoreActions(Job job, IReadOnlyList<(string Symbol, CorporateAction Action)> actions)
    {
        foreach (IGrouping<string, CorporateAction> of in actions.GroupBy(action => action.Symbol, action => action.Action, StringComparer.Ordinal))
            LakeMarket.AppendActions(job.Lake, of.Key, [.. of], job.Source);
        return $"{actions.Count} {(actions.Count == 1 ? "split or dividend of the file was" : "splits and dividends of the file were")} stored as "
            + $"{(actions.Count == 1 ? "an action" : "actions")} beside the raw bars.";
    }

    private static BarFile ReadBars(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        int session = columns.Required("session"), time = columns.Find("time");
        time = time == session ? -1 : columns.Use("time", time);
        int symbolColumn = columns.Optional("symbol");
        if (job.Text.Layout.Groups is { } groups)
            return ReadGroups(job, groups, session);
        int[] prices = [columns.Required("open"), columns.Required("high"), columns.Required("low"), columns.Required("close")];
        int adjusted = columns.Optional("adj_close"), traded = columns.Optional("volume"), split = columns.Optional("split"),
            dividend = columns.Optional("dividend");
        CsvHeaderUnits units = CsvHeaderUnits.Of(job.File, columns, prices, traded, job.Options, job.Text.Layout.Before);
        job.Units.AddRange(units.InWords);
        job.Judge([session], [.. prices, adjusted, traded, dividend]);
        CsvStamps stamps = job.Stamps(session);
        CsvTimes? times = time < 0 ? null : new CsvTimes(time);
        CsvNames? symbol = Names(symbolColumn);
        CsvNumbers open = job.Numbers(prices[0]), high = job.Numbers(prices[1]), low = job.Numbers(prices[2]), close = job.Numbers(prices[3]);
        CsvNumbers adjClose = job.Numbers(adjusted), volume = job.Numbers(traded), paid = job.Numbers(dividend);
        CsvRatios? ratio = split < 0 ? null : new CsvRatios(split, job.Sign);
        Rows rows = Read(job, [stamps, times, symbol, open, high, low, close, adjClose, volume, paid, ratio]);
        CsvHeaderUnits.RequireShares(job.File, columns, volume, job.Options);
        if (dividend >= 0)
            DividendChecks.RequireMoney(job.File, columns.Header[dividend], paid);
        if (ratio?.Percent is { } percent)
            throw new CsvIngestException($"{job.File} writes '{percent}' in '{columns.Header[split]}', which may be of shares added or of shares held after "
                + "it. Write splits as new shares for one old, such as 2:1, or leave the column out with --map split=none.");
        double[] shares = Padded(volume, rows.Count);
        for (int row = 0; row < shares.Length && units.Shares != 1; row++)
            shares[row] *= units.Shares;
        List<CsvStamp> at = times is null ? stamps.Values : [.. stamps.Values.Select((stamp, row) => stamp with { Ticks = times.Values[row] })];
        return new BarFile(
            SymbolsOf(job, symbol, rows), at, [.. open.Values], [.. high.Values], [.. low.Values], [.. close.Values],
            adjusted < 0 ? null : [.. adjClose.Values], shares, ratio is null ? null : [.. ratio.Values], dividend < 0 ? null : [.. paid.Values], rows)
        {
            IsRaw = units.IsRaw,
        };
    }

    /// <summary>Bars of several symbols side by side, one under the other.</summary>
    private static BarFile ReadGroups(Job job, string[] groups, int session)
    {
        string[] header = job.Text.Header;
        string[] symbols = [.. groups.Skip(1).Where(name => name.Length > 0).Select(name => name.ToUpperInvariant()).Distinct()];
        if (job.Options.Name is { Length: > 0 } only && symbols.Length == 1)
            symbols = SameSymbol(symbols[0], only) ? symbols : throw WrongSymbol(job, symbols[0], only);
        else if (job.Options.Name is { Length: > 0 } && symbols.Length > 1)
            throw SeveralSymbols(job, symbols);
        int Column(string symbol, string target) => Enumerable.Range(1, header.Length - 1)
            .FirstOrDefault(at => groups[at].Equals(symbol, StringComparison.OrdinalIgnoreCase) && CsvAliases.Bars[target].Contains(CsvAliases.Key(header[at])),
                -1);
        string[] targets = ["open", "high", "low", "close", "adj_close", "volume", "split", "dividend"];
        int[][] places = [.. symbols.Select(symbol => targets.Select(target => Column(symbol, target)).ToArray())];
        foreach ((string symbol, int[] of) in symbols.Zip(places))
        {
            if (Array.FindIndex(of, 0, 4, at => at < 0) is >= 0 and var missing)
                throw new CsvIngestException($"{job.File} has no '{targets[missing]}' of {symbol}. Bars need open, high, low and close; export them too.");
        }

        foreach (int[] of in places)
        {
            for (int i = 0; i < of.Length; i++)
                job.Columns.Use(targets[i], of[i]);
        }

        job.Judge([session], places.SelectMany(of => of));
        CsvStamps stamps = job.Stamps(session);
        CsvNumbers[][] numbers = [.. places.Select(of => of.Select(job.Numbers).ToArray())];
        Rows rows = Read(job, [stamps, .. numbers.SelectMany(of => of)]);
        // A symbol that has no price yet has no bar that day.
        (int Symbol, int Row)[] present = [.. Enumerable.Range(0, symbols.Length).SelectMany(of => Enumerable.Range(0, rows.Count)
            .Where(row => symbols.Length == 1 || !double.IsNaN(numbers[of][3].Values[row]) || rows.Reasons[row] != QualityReason.None)
            .Select(row => (of, row)))];
        double[] All(int target) => Array.ConvertAll(present, at => places[at.Symbol][target] < 0 ? double.NaN : numbers[at.Symbol][target].Values[at.Row]);
        double[]? Some(int target) => Array.Exists(places, of => of[target] >= 0) ? All(target) : null;
        job.Symbol = symbols.Length == 1 ? $"{symbols[0]} (named in the header)" : $"{symbols.Length} side by side, named in the header";
        double[]? ratios = Some(6);
        return new BarFile(
            Array.ConvertAll(present, at => symbols[at.Symbol]), [.. present.Select(at => stamps.Values[at.Row])], All(0), All(1), All(2), All(3),
            Some(4), All(5),
            ratios is null ? null : Array.ConvertAll(ratios, ratio => ratio > 0 ? ratio : double.NaN), Some(7),
            new Rows(Array.ConvertAll(present, at => rows.Reasons[at.Row]), Array.ConvertAll(present, at => rows.Lines[at.Row])));
    }

    /// <summary>The symbol of each row: of the column, or the one that was said where there is none.</summary>
    private static string[] SymbolsOf(Job job, CsvNames? column, Rows rows)
    {
        if (column is null)
        {
            string name = job.RequireName("symbol");
            job.Symbol = $"{name} (as said)";
            return Repeat(name, rows.Count);
        }

        string[] symbols = [.. column.Values];
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < symbols.Length; row++)
        {
            if (rows.Reasons[row] == QualityReason.None && !known.Contains(symbols[row]))
            {
                if (Symbols.IsValid(symbols[row]))
                    known.Add(symbols[row]);
                else
                    rows.Reasons[row] = QualityReason.BadSymbol;
            }
        }

        job.Symbol = known.Count == 1 ? $"{known.Single()} (of the file)" : $"{known.Count} of the file";
        if (job.Options.Name is not { Length: > 0 } said)
            return symbols;
        said = said.ToUpperInvariant();
        if (known.Count > 1)
            throw SeveralSymbols(job, [.. known]);
        if (known.Count == 1 && !SameSymbol(known.Single(), said))
            throw WrongSymbol(job, known.Single(), said);
        job.Symbol = known.Contains(said) ? job.Symbol : $"{said} (as said; {known.SingleOrDefault()} in the file)";
        return Repeat(said, rows.Count);
    }

    // Vendors add the market to a symbol: ACME.US, NASDAQ:ACME.
    private static bool SameSymbol(string found, string said)
    {
        said = said.ToUpperInvariant();
        return found == said || found.StartsWith(said + ".", StringComparison.Ordinal) || found.EndsWith(":" + said, StringComparison.Ordinal)
            || found.StartsWith(said + " ", StringComparison.Ordinal)
            || found.TrimStart('^') == said.TrimStart('^');
    }

    private static CsvIngestException WrongSymbol(Job job, string found, string said) =>
        new($"{job.File} holds {found}, not {said}. Leave --symbol out, or give the file of {said}.");

    private static CsvIngestException SeveralSymbols(Job job, string[] found) =>
        new($"{job.File} names its own symbols ({string.Join(", ", found.Take(5))}{(found.Length > 5 ? ", …" : "")}). Leave --symbol out.");

    /// <summary>Refuses what is no daily bars: many rows a date, or a row a week or month.</summary>
    private static void RequireDaily(Job job, BarFile file, DateOnly[] sessions)
    {
        QualityReason[] reasons = file.Rows.Reasons;
        int[] rows = [.. Enumerable.Range(0, sessions.Length).Where(row => reasons[row] == QualityReason.None)];
        bool ordered = true;
        for (int i = 1; i < rows.Length && ordered; i++)
            ordered = file.Symbol[rows[i]] == file.Symbol[rows[i - 1]]
                ? sessions[rows[i]] > sessions[rows[i - 1]]
                : string.CompareOrdinal(file.Symbol[rows[i]], file.Symbol[rows[i - 1]]) > 0;
        if (!ordered)
        {
            RequireOneADate(job, file, sessions, rows);
            Array.Sort(rows, (left, right) =>
                string.CompareOrdinal(file.Symbol[left], file.Symbol[right]) is var order && order != 0 ? order : sessions[left].CompareTo(sessions[right]));
        }

        int[] gaps = [.. rows.Zip(rows.Skip(1)).Where(pair => file.Symbol[pair.First] == file.Symbol[pair.Second])
            .Select(pair => Math.Abs(sessions[pair.Second].DayNumber - sessions[pair.First].DayNumber))];
        if (gaps.Length < MinGaps || job.Options.Interval == LakeMarket.Daily)
            return;
        int run = 0, weekly = 0;
        foreach (int gap in gaps)
            weekly = Math.Max(weekly, run = gap >= WeeklyGapDays ? run + 1 : 0);
        Array.Sort(gaps);
        // Where half of the steps are a week or longer there is no bar a day.
        if (gaps[gaps.Length / 4] >= WeeklyGapDays)
            throw new CsvIngestException(Invariant($"{job.File} has a row every {gaps[gaps.Length / 2]} days: its bars are of weeks or months, ")
                + "which the lab does not keep. Give daily bars, or say --interval 1d if they are.");
        // Vendors thin what is old: weeks first, then days.
        if (weekly >= WeeklyRun)
            throw new CsvIngestException(Invariant($"{job.File} has {weekly + 1} rows in a run that are a week or more apart, and daily ones beside them: ")
                + "bars of weeks are no daily bars. Take them out of the file, or say --interval 1d if they are bars of days.");
    }

    /// <summary>Refuses bars of which a good part is of days without a session: their dates are wrong, or the market is another.</summary>
    private static void RequireSessions(Job job, DateOnly[] sessions, QualityReason[] reasons, ExchangeCalendar? calendar)
    {
        int[] off = [.. Enumerable.Range(0, sessions.Length)
            .Where(row => reasons[row] == QualityReason.None && !QualityGates.IsSession(calendar, sessions[row]))];
        if (off.Length < MinOffSessions || off.Length <= OffSessionShare * sessions.Length || sessions.Length == off.Length)
            return;
        throw new CsvIngestException(Invariant($"{job.File}: {off.Length} of {sessions.Length} dates are no sessions of the exchange, ")
            + Invariant($"such as {sessions[off[0]]:yyyy-MM-dd}. Correct the dates, or say --calendar crypto if the market trades on such days."));
    }

    private static void RequireOneADate(Job job, BarFile file, DateOnly[] sessions, int[] rows)
    {
        var first = new Dictionary<(string, DateOnly), int>(rows.Length);
        int repeated = 0, example = -1, far = -1;
        foreach (int row in rows)
        {
            if (first.TryAdd((file.Symbol[row], sessions[row]), row))
                continue;
            int other = first[(file.Symbol[row], sessions[row])];
            if (file.Close[row].Equals(file.Close[other]) && file.Open[row].Equals(file.Open[other]))
                continue;
            (repeated, example) = (repeated + 1, example < 0 ? row : example);
            far = far < 0 && Math.Abs(Math.Log(file.Close[row] / file.Close[other])) > RepeatedTolerance ? row : far;
        }

        if (repeated < 2 || repeated < RepeatedShare * rows.Length)
        {
            if (far >= 0 && first[(file.Symbol[far], sessions[far])] is var other)
                throw new CsvIngestException(Invariant($"{job.File} has two bars of {file.Symbol[far]} for {sessions[far]:yyyy-MM-dd}: ")
                    + Invariant($"they close at {file.Close[other]} on line {file.Rows.Lines[other]} and at {file.Close[far]} on line ")
                    + Invariant($"{file.Rows.Lines[far]}. Take out the wrong one."));
            return;
        }

        string? text = job.Columns.TextColumn();
        string remedy = text is null
            ? "Name the column with --map symbol=COLUMN or --map time=COLUMN, or give one row a date"
            : $"Name the column of the symbol or of the time, for example with --map symbol={text}";
        throw new CsvIngestException(Invariant($"{job.File} has {repeated} further rows of dates that it has already, ")
            + Invariant($"such as {sessions[example]:yyyy-MM-dd} on line {file.Rows.Lines[example]}: several symbols, or bars within sessions, ")
            + Invariant($"are no daily bars of one. {remedy}."));
    }

    /// <summary>All rows of a file of bars.</summary>
    private sealed record BarFile(
        string[] Symbol, List<CsvStamp> Stamps, double[] Open, double[] High, double[] Low, double[] Close, double[]? AdjClose, double[] Volume,
        double[]? Split, double[]? Dividend, Rows Rows)
    {
        /// <summary>Whether the names of the columns say that the prices are as traded.</summary>
        public bool IsRaw { get; init; }
    }
}
