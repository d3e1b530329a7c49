using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <content>Option quotes, one a row or a call and a put side by side.</content>
public static partial class CsvIngest
{
    // Shares of a contract.
    private static readonly string[] s_sizes = ["multiplier", "contractsize", "contractmultiplier", "sharespercontract", "optionmultiplier"];

    private static IngestResult Chains(Job job)
    {
        CsvIngestColumns columns = job.Columns;
        bool wide = columns.IsWide;
        ChainColumns at = Find(job, wide);
        job.Kind = wide ? "option quotes, calls and puts side by side" : "option quotes";
        job.Judge([at.Session >= 0 ? at.Session : at.Expiry, at.Expiry], at.Numbers());
        CsvStamps? session = at.Session < 0 ? null : job.Stamps(at.Session), expiry = at.Expiry < 0 ? null : job.Stamps(at.Expiry);
        CsvNames? underlying = Names(at.Underlying), root = at.Root < 0 ? null : new CsvNames(at.Root, mayBeBlank: true),
            snapshot = at.Snapshot < 0 ? null : new CsvNames(at.Snapshot, mayBeBlank: true);
        CsvContracts? contract = at.Contract < 0 ? null : new CsvContracts(at.Contract);
        CsvRights? right = at.Right < 0 ? null : new CsvRights(at.Right, CsvAliases.Key(columns.Header[at.Right]));
        CsvNames? size = at.Size < 0 ? null : new CsvNames(at.Size, mayBeBlank: true);
        CsvNumbers strike = job.Numbers(at.Strike), days = job.Numbers(at.Days), spot = job.Numbers(at.Spot), spotBid = job.Numbers(at.SpotBid),
            spotAsk = job.Numbers(at.SpotAsk);
        CsvNumbers[][] sides = [.. at.Sides.Select(side => side.All().Select(job.Numbers).ToArray())];
        Rows read = Read(job, [session, underlying, root, snapshot, contract, expiry, days, strike, right, size, spot, spotBid, spotAsk,
            .. sides.SelectMany(side => side)]);
        ChainKeys.Readable(job.File, read.Reasons, job.WhyUnreadable);
        right?.RequireBoth(job.File, columns.Header[at.Right]);
        ChainKeys.OneSize(job.File, at.Size < 0 ? "" : columns.Header[at.Size], size?.Values ?? [], read.Reasons, job.Options);

        int count = read.Count * sides.Length;
        int Row(int i) => i % read.Count;
        T[] Each<T>(Func<int, T> value) => [.. Enumerable.Range(0, count).Select(i => value(Row(i)))];
        double[] Side(int of) => [.. sides.SelectMany(side => side[of].Column < 0 ? Missing(read.Count) : (IEnumerable<double>)side[of].Values)];
        QualityReason[] reasons = Each(row => read.Reasons[row]);
        long[] lines = Each(row => read.Lines[row]);
        double[] spots = Each(row => at.Spot >= 0 ? spot.Values[row] : at.SpotBid >= 0 ? (spotBid.Values[row] + spotAsk.Values[row]) / 2 : job.Options.Spot);
        DateOnly[] dates = session is null
            ? [.. Enumerable.Repeat(job.Options.Session!.Value, read.Count)]
            : CsvIngestTimes.Sessions(session.Values, job.Options.Calendar, job.Options.Zone);
        DateOnly[] after = at.Days < 0 ? [] : ChainExpiries.After(job.File, columns.Header[at.Days], dates, days.Values);
        DateOnly[] expiries = Each(row => at.Days >= 0 ? after[row] : expiry is null ? contract!.Values[row].Expiry : expiry.Values[row].Date);
        double[] strikes = ChainKeys.Strikes(Each(row => at.Strike < 0 ? contract!.Values[row].Strike : strike.Values[row]), spots, job.Units);
        string[] rights = wide ? [.. Enumerable.Range(0, count).Select(i => i < read.Count ? "C" : "P")] : Each(
            row => right is null ? contract!.Values[row].Right : right.Values[row]);
        DateOnly[] sessions = session is null ? dates : ChainKeys.Sessions(
            job.File, columns.Header[at.Session], dates,
            [.. Enumerable.Range(0, read.Count).Where(row => read.Reasons[row] == QualityReason.None)
                .Select(row => (row, expiries[row], strikes[row], wide ? "" : rights[row]))], job.Options, columns.Note);
        if (at.Spot < 0 && at.SpotBid < 0)
            ChainKeys.OneSpot(job.File, sessions);
        var quotes = new QualityGates.QuoteColumns(
            UnderlyingsOf(job, underlying, contract, read, sides.Length), Each(row => sessions[row]),
            expiries, strikes, rights, Side(0), Side(1), spots);
        MarkBadSymbols(quotes.Underlying, reasons);
        string[] future = [.. MarkFuture(job, quotes.Session, reasons, lines)];
        ChainExpiries.Check(job.File, columns.Header[at.Days >= 0 ? at.Days : expiry is null ? at.Contract : at.Expiry], quotes.Session, expiries, reasons,
            job.Options.Calendar, columns.Note);
        string[] spotRemarks = [.. ChainUnits.CheckSpot(quotes, reasons)];
        List<string>? roots = Roots(root, contract, quotes.Underlying, at.RootIsSettlement, Row);
        if (roots is not null && job.Options.Root is { } wanted)
            CsvIngestRoots.Only(job.File, roots, wanted, reasons);
        if (roots is not null)
            CsvIngestRoots.OneUnderlying(job.File, quotes, roots, reasons);
        IReadOnlyList<string> remarks = CsvIngestSnapshots.Choose(quotes, snapshot is null ? null : Each(row => snapshot.Values[row]), roots, reasons);
        if (roots is not null)
            CsvIngestRoots.Choose(quotes, roots, reasons);
        ChainKeys.OneQuote(job.File, quotes, reasons, root is null ? null : columns.Header[at.Root]);
        spotRemarks = [.. spotRemarks, .. ChainCoherence.Check(job.File, quotes, job.Options, at.Spot < 0 ? null : columns.Header[at.Spot], reasons),
            .. ChainCopies.Mark(job.Lake, quotes, reasons)];
        double[] iv = Side(5);
        var extras = new LakeMarket.QuoteExtras(
            Array.ConvertAll(Side(2), last => last == 0 ? double.NaN : last), Side(3), Side(4),
            ChainUnits.ImpliedVol(job.File, iv, ChainVols.Of(quotes, iv, reasons), sides.Sum(side => side[5].Percents), job.Options.Unit, job.Units),
            ChainDeltas.Signed(job.File, quotes, ChainUnits.Delta(Side(6), job.Units), job.Units));
        IngestResult result = LakeMarket.AppendQuotes(job.Lake, quotes, extras, job.Options, reasons, lines, job.Texts, job.Source);
        remarks = [.. future, .. spotRemarks, .. remarks];
        return result with
        {
            Remarks = result is { From: { } from, To: { } to } ? [.. remarks, .. ChainInstants.Remarks(job.Lake, result.Names, from, to)] : remarks,
        };
    }

    /// <summary>
    /// Root of each quote: of its column, of its option symbol, or, where only the settlement is told, the underlying at the open and its weekly root at the
    /// close.
    /// </summary>
    private static List<string>? Roots(CsvNames? root, CsvContracts? contract, string[] underlyings, bool isSettlement, Func<int, int> row)
    {
        if (root is null)
            return contract is null ? null : [.. underlyings.Select((_, i) => contract.Values[row(i)].Root)];
        return [.. underlyings.Select((underlying, i) => root.Values[row(i)] switch
        {
            "0" or "N" or "FALSE" or "" when isSettlement => underlying + "W",
            _ when isSettlement => underlying,
            var name => OccSymbol.TryRead(name, out string found, out _, out _, out _) ? found : name,
        })];
    }

    private static ChainColumns Find(Job job, bool wide)
    {
        CsvIngestColumns columns = job.Columns;
        int session = columns.Optional("session"), expiry = columns.Optional("expiry"), strike = columns.Optional("strike"),
            right = wide ? -1 : columns.Optional("right");
        int days = expiry >= 0 && ChainExpiries.Days.Contains(CsvAliases.Key(columns.Header[expiry]))
            ? expiry
            : expiry < 0 ? Array.FindIndex(columns.Header, name => ChainExpiries.Days.Contains(CsvAliases.Key(name))) : -1;
        expiry = days == expiry ? -1 : expiry;
        bool inContract = (expiry < 0 && days < 0) || strike < 0 || (right < 0 && !wide);
        int contract = inContract ? columns.Optional("contract") : -1;
        days = contract >= 0 ? -1 : columns.Use("days to expiry", days);
        if (inContract && contract < 0)
            throw columns.Missing(session < 0 && job.Options.Session is null ? "session" : expiry < 0 && days < 0 ? "expiry" : strike < 0 ? "strike" : "right");
        int spot = columns.Optional("spot"), spotBid = -1, spotAsk = -1;
        string end = columns.Snapshot;
        if (spot < 0)
        {
            spotBid = columns.Use("spot (mid)", columns.ByKey("underlyingbid" + end));
            spotAsk = columns.Use("spot (mid)", columns.ByKey("underlyingask" + end));
        }

        bool noSession = session < 0 && job.Options.Session is null, noSpot = spot < 0 && (spotBid < 0 || spotAsk < 0) && double.IsNaN(job.Options.Spot);
        if (noSession && noSpot)
            throw new CsvIngestException($"{job.File} has neither a column for the session on which it was quoted nor one for the price of the underlying. "
                + "Say both with --session YYYY-MM-DD --spot PRICE, or name the columns with --map session=COLUMN --map spot=COLUMN.");
        if (noSession || noSpot)
            throw columns.Missing(noSession ? "session" : "spot");
        if (end.Length > 0)
        {
            string other = end == "eod" ? "1545" : "eod";
            columns.Note($"quotes of the snapshot "
                + $"{end}{(columns.ByKey("bid" + other) >= 0 ? $" (those of {other} left out; --map bid=bid_{other} --map ask=ask_{other} takes them)" : "")}");
        }

        int iv = wide ? -1 : columns.Optional("iv"), volume = wide ? -1 : columns.Optional("volume");
        if (!wide && columns.ByKey("vol") is >= 0 and var vol)
            VolOf(job, vol, ref iv, ref volume);
        Side[] sides = wide
            ? [.. new[] { true, false }.Select(call => new Side(
                columns.Side("bid", call), columns.Side("ask", call), columns.Side("last", call), columns.Side("volume", call),
                columns.Side("open_interest", call), columns.Side("iv", call), columns.Side("delta", call)))]
            : [new Side(columns.Required("bid"), columns.Required("ask"), columns.Optional("last"), volume, columns.Optional("open_interest"), iv,
                columns.Optional("delta"))];
        int root = columns.Optional("root");
        if (root < 0 && contract < 0 && columns.Find("contract") is >= 0 and var symbols && columns.SampleIs(symbols, OccSymbol.IsOne))
            root = columns.Optional("contract");
        bool settlement = root < 0 && contract < 0 && columns.ByKey("amsettlement") >= 0;
        root = settlement ? columns.Use("settlement at the open", columns.ByKey("amsettlement")) : root;
        int size = Array.FindIndex(columns.Header, name => s_sizes.Contains(CsvAliases.Key(name)));
        return new ChainColumns(session, columns.Optional("underlying"), root, settlement, columns.Optional("snapshot"), contract, expiry, days, size, strike,
            right, spot, spotBid, spotAsk, sides);
    }

    /// <summary>What a column called vol is among quotes: whole numbers are contracts, fractions implied vols.</summary>
    private static void VolOf(Job job, int vol, ref int iv, ref int volume)
    {
        if (job.Options.Map.ContainsKey("iv") || job.Options.Map.ContainsKey("volume"))
            return;
        (int whole, int fractions, bool large) = (0, 0, false);
        job.Columns.SampleIs(vol, value =>
        {
            bool read = CsvNumberText.TryRead(value, DecimalSign.Point, out double number, out bool percent)
                || CsvNumberText.TryRead(value, DecimalSign.Comma, out number, out percent);
            bool isWhole = read && !percent && number == Math.Floor(number);
            (whole, fractions, large) = (whole + (isWhole ? 1 : 0), fractions + (read && !isWhole ? 1 : 0), large || number > 5);
            return true;
        });
        if (fractions * 2 > whole + fractions)
            iv = iv >= 0 ? iv : job.Columns.Use("iv", vol);
        else if (fractions == 0 && (large || iv >= 0))
            volume = volume >= 0 ? volume : job.Columns.Use("volume", vol);
        else if (iv < 0 || volume < 0)
            throw new CsvIngestException($"{job.File} has a column '{job.Columns.Header[vol]}' that may be implied vol or volume. "
                + $"Say {CsvIngestColumns.Typed("iv", job.Columns.Header[vol])} or {CsvIngestColumns.Typed("volume", job.Columns.Header[vol])}.");
    }

    private static string[] UnderlyingsOf(Job job, CsvNames? underlying, CsvContracts? contract, Rows rows, int sides)
    {
        string[] names;
        if (underlying is not null)
            names = [.. underlying.Values];
        else if (job.Options.Name is { Length: > 0 } said)
            names = Repeat(said.ToUpperInvariant(), rows.Count);
        else if (contract is not null && contract.Values.Select(value => value.Root).ToHashSet() is var roots)
            names = [.. contract.Values.Select(value => CsvIngestRoots.Underlying(value.Root, roots))];
        else if (OfFileName(job.File) is { } named)
            names = Repeat(named, rows.Count);
        else
            names = Repeat(job.RequireName("underlying"), rows.Count);
        string[] known = [.. Enumerable.Range(0, rows.Count).Where(row => rows.Reasons[row] == QualityReason.None).Select(row => names[row]).Distinct()];
        string from = underlying is not null ? "of the file" : job.Options.Name is { Length: > 0 }
            ? "as said"
            : contract is not null ? "of the option symbols" : "of the file's name; change it with --symbol";
        job.Symbol = known.Length == 1 ? $"{known[0]} ({from})" : $"{known.Length} {from}";
        if (underlying is not null && job.Options.Name is { Length: > 0 } wanted)
        {
            if (known.Length > 1)
                throw SeveralSymbols(job, known);
            if (known.Length == 1 && !SameSymbol(known[0], wanted))
                throw WrongSymbol(job, known[0], wanted);
            names = Repeat(wanted.ToUpperInvariant(), rows.Count);
        }

        return sides == 1 ? names : [.. names, .. names];
    }

    // OptionsDX names its files spx_eod_202401.txt and has no column for the underlying.
    private static string? OfFileName(string file)
    {
        int at = file.IndexOf("_eod_", StringComparison.OrdinalIgnoreCase);
        string name = at > 0 ? file[..at].ToUpperInvariant() : "";
        return Symbols.IsValid(name) ? name : null;
    }

    private static void MarkBadSymbols(string[] symbols, QualityReason[] reasons)
    {
        string? last = null;
        bool good = false;
        for (int row = 0; row < symbols.Length; row++)
        {
            if (!ReferenceEquals(symbols[row], last))
                (last, good) = (symbols[row], Symbols.IsValid(symbols[row]));
            if (!good && reasons[row] == QualityReason.None)
                reasons[row] = QualityReason.BadSymbol;
        }
    }

    /// <summary>Columns of one quote: of every row, or of its call or put.</summary>
    private sealed record Side(int Bid, int Ask, int Last, int Volume, int OpenInterest, int Iv, int Delta)
    {
        public int[] All() => [Bid, Ask, Last, Volume, OpenInterest, Iv, Delta];
    }

    /// <summary>Columns of a file of option quotes; −1 for those it does not have.</summary>
    private sealed record ChainColumns(
        int Session, int Underlying, int Root, bool RootIsSettlement, int Snapshot, int Contract, int Expiry, int Days, int Size, int Strike, int Right,
        int Spot, int SpotBid, int SpotAsk, Side[] Sides)
    {
        public IEnumerable<int> Numbers() => [Strike, Days, Spot, SpotBid, SpotAsk, .. Sides.SelectMany(side => side.All())];
    }
}
